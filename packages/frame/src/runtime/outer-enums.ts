import * as scale from "@myelin/primitives/scale";
import type { CallDefinition, CallValue } from "../call.ts";
import { eventVariants } from "../events.ts";
import { type Pallet, palletModule } from "../pallet.ts";
import { variantDefinitions } from "../types/composites.ts";
import {
  type AnyType,
  type ErrorValue,
  type EventValue,
  enumeration,
  type OriginCallerValue,
  RawOrigin,
  type Type,
} from "../types/index.ts";
import { define, type VariantDefinition } from "../types/type.ts";

const generic = (names: readonly string[] | undefined) => (names ?? ["T"]).map((name) => ({ name }));

function palletEnum<T>(
  pallet: Pallet,
  kind: "Call" | "Event" | "Error",
  codec: scale.Codec<T>,
  variants: VariantDefinition[],
): Type<T> {
  const part = kind === "Call" ? "calls" : kind === "Event" ? "events" : "errors";
  const path = [...palletModule(pallet).split("::"), kind];
  return define(codec, {
    key: `${kind} of ${pallet.name}`,
    label: kind,
    path,
    params: generic(pallet.generics?.[part]),
    shape: () => ({ tag: "variant", variants }),
  });
}

/** Calls of a pallet: `{ type, value: arguments }`, the arguments an object even when there are none. */
export function callType(pallet: Pallet): Type<CallValue["value"]> {
  const codecs: Record<string, readonly [number, scale.Codec<never>]> = {};
  const variants: VariantDefinition[] = [];
  for (const [name, { index, args, docs }] of sortedCalls(pallet)) {
    const fields = Object.entries(args).map(([field, type]) => ({ name: field, type }));
    const codec = scale.struct(Object.fromEntries(fields.map((f) => [f.name, f.type.codec as scale.Codec<never>])));
    codecs[name] = [index, codec as unknown as scale.Codec<never>];
    variants.push({ name, index, fields, docs: docs ? [docs] : [] });
  }
  return palletEnum(pallet, "Call", scale.enumeration(codecs) as unknown as scale.Codec<CallValue["value"]>, variants);
}

function sortedCalls(pallet: Pallet): [string, CallDefinition][] {
  return Object.entries(pallet.calls ?? {}).sort(([, a], [, b]) => a.index - b.index);
}

export function eventType(pallet: Pallet): Type<EventValue["value"]> {
  const declared = eventVariants(pallet.events!);
  const inner = enumeration(`${palletModule(pallet)}::Event`, declared);
  const codec = inner.codec as unknown as scale.Codec<EventValue["value"]>;
  return palletEnum(pallet, "Event", codec, variantDefinitions(declared));
}

export function errorType(pallet: Pallet): Type<ErrorValue["value"]> {
  const declared = Object.values(pallet.errors!).sort((a, b) => a.index - b.index);
  const variants = declared.map(({ errorName, index, docs }) => ({
    name: errorName,
    index,
    fields: [],
    docs: docs ? [docs] : [],
  }));
  const codec = scale.enumeration(Object.fromEntries(declared.map((e) => [e.errorName, [e.index]])));
  return palletEnum(pallet, "Error", codec as scale.Codec<ErrorValue["value"]>, variants);
}

function outerEnum<T>(
  crate: string,
  name: string,
  members: readonly { name: string; index: number; type: AnyType }[],
): Type<T> {
  const codecs = Object.fromEntries(
    members.map((m) => [m.name, [m.index, m.type.codec as scale.Codec<never>] as const]),
  );
  return define(scale.enumeration(codecs) as unknown as scale.Codec<T>, {
    key: `${crate}::${name}`,
    label: name,
    path: [crate, name],
    shape: () => ({
      tag: "variant",
      variants: members.map((m) => ({ name: m.name, index: m.index, fields: [{ type: m.type }], docs: [] })),
    }),
  });
}

const has = (table: object | undefined) => table !== undefined && Object.keys(table).length > 0;

/** The call, event and error types of every pallet that has some. */
export interface PalletTypes {
  readonly call: Type<CallValue["value"]> | undefined;
  readonly event: Type<EventValue["value"]> | undefined;
  readonly error: Type<ErrorValue["value"]> | undefined;
}

export function palletTypes(pallet: Pallet): PalletTypes {
  return {
    call: has(pallet.calls) ? callType(pallet) : undefined,
    event: pallet.events && has(eventVariants(pallet.events)) ? eventType(pallet) : undefined,
    error: has(pallet.errors) ? errorType(pallet) : undefined,
  };
}

type Member = { name: string; index: number; type: AnyType };

/** The enums over all pallets. */
export function outerEnums(crate: string, pallets: readonly Pallet[], types: ReadonlyMap<string, PalletTypes>) {
  const members = (part: keyof PalletTypes): Member[] =>
    pallets.flatMap(({ name, index }) => {
      const type = types.get(name)?.[part];
      return type ? [{ name, index, type }] : [];
    });
  const originCaller = enumeration(`${crate}::OriginCaller`, { system: [0, RawOrigin] });
  return {
    call: outerEnum<CallValue>(crate, "RuntimeCall", members("call")),
    event: outerEnum<EventValue>(crate, "RuntimeEvent", members("event")),
    error: outerEnum<ErrorValue>(crate, "RuntimeError", members("error")),
    originCaller: originCaller as unknown as Type<OriginCallerValue>,
  };
}
