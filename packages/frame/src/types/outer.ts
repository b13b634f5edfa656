import { type Codec, codec } from "@myelin/primitives/scale";
import type { MultiAddressValue, MultiSignatureValue } from "./address.ts";
import { define, type Type } from "./type.ts";

/** A call: pallet, call, arguments by name. `{ type: "System", value: { type: "remark", value: { remark } } }` */
export interface CallValue {
  readonly type: string;
  readonly value: { readonly type: string; readonly value: Readonly<Record<string, unknown>> };
}

/** An event: pallet, event, fields. `{ type: "SubtensorModule", value: { type: "NetworkAdded", value: [1, 0] } }` */
export interface EventValue {
  readonly type: string;
  readonly value: { readonly type: string; readonly value?: unknown };
}

/** A pallet's declared error. `{ type: "System", value: { type: "CallFiltered" } }` */
export interface ErrorValue {
  readonly type: string;
  readonly value: { readonly type: string };
}

/** An origin as it is stored and sent (`OriginCaller`): `{ type: "system", value: { type: "Root" } }`. */
export interface OriginCallerValue {
  readonly type: string;
  readonly value: { readonly type: string; readonly value?: unknown };
}

/** The enums over all pallets of one runtime. */
export interface OuterTypes {
  readonly call: Type<CallValue>;
  readonly event: Type<EventValue>;
  readonly error: Type<ErrorValue>;
  readonly originCaller: Type<OriginCallerValue>;
  /** An extrinsic as an argument of runtime APIs (`UncheckedExtrinsic`). */
  readonly extrinsic: Type<Extrinsic>;
}

/** A decoded extrinsic. Byte ranges are offsets into `bytes`. */
export interface Extrinsic {
  /** The whole encoding, length prefix included: what blocks hold, what is hashed and what fees count. */
  readonly bytes: Uint8Array;
  /** `signed` (0x84), `bare` (0x04, 0x05) or `general` (0x45: extensions without a signature). */
  readonly kind: "signed" | "bare" | "general";
  readonly signed?: {
    readonly address: MultiAddressValue;
    readonly signature: MultiSignatureValue;
  };
  /** Values of the transaction extensions, in their order; empty for bare extrinsics. */
  readonly extra: readonly unknown[];
  readonly extraRange: readonly [start: number, end: number];
  readonly call: CallValue;
  readonly callRange: readonly [start: number, end: number];
  /** How many calls are nested in each other; 1 for a plain call. */
  readonly callDepth: number;
}

let bound: OuterTypes | undefined;

/** Makes a runtime's enums the ones that {@link outer} stands for. Outside of a runtime's work the last one made counts. */
export function bindOuter(types: OuterTypes): void {
  bound = types;
}

/** Runs `work` while {@link outer} stands for the enums of `types`; several runtimes can live in one process. */
export function withOuter<T>(types: OuterTypes, work: () => T): T {
  const before = bound;
  bound = types;
  try {
    return work();
  } finally {
    bound = before ?? types;
  }
}

function boundTypes(): OuterTypes {
  if (!bound) throw new TypeError("no runtime has been assembled yet: call createRuntime first");
  return bound;
}

function outerType<T>(name: string, pick: (types: OuterTypes) => Type<T>): Type<T> {
  const late: Codec<T> = codec({
    write: (writer, value) => pick(boundTypes()).codec.write(writer, value),
    read(reader) {
      reader.enter();
      const value = pick(boundTypes()).codec.read(reader);
      reader.leave();
      return value;
    },
  });
  return define(late, {
    key: `outer::${name}`,
    label: name,
    shape: () => pick(boundTypes()).definition.shape(),
    target: () => pick(boundTypes()),
  });
}

/** The runtime-wide enums, usable in pallets before the runtime is assembled. */
export const outer: OuterTypes = {
  call: outerType("RuntimeCall", (types) => types.call),
  event: outerType("RuntimeEvent", (types) => types.event),
  error: outerType("RuntimeError", (types) => types.error),
  originCaller: outerType("OriginCaller", (types) => types.originCaller),
  extrinsic: outerType("UncheckedExtrinsic", (types) => types.extrinsic),
};
