import { blake2b } from "@myelin/primitives/hash";
import { type Hex, toHex } from "@myelin/primitives/hex";
import * as scale from "@myelin/primitives/scale";
import type { Context } from "../context.ts";
import type { ApiMethod, RuntimeApi } from "../runtime-api.ts";
import { ApiArgumentsError, UnknownApiError } from "./errors.ts";

interface Entry {
  readonly method: ApiMethod;
  readonly args: scale.Codec<Record<string, unknown>>;
}

/** The runtime APIs of a runtime, by the names under which they are called. */
export class ApiTable {
  readonly apis: readonly RuntimeApi[];
  readonly #entries = new Map<string, Entry>();

  constructor(apis: readonly RuntimeApi[]) {
    this.apis = apis;
    for (const api of apis) {
      for (const [name, method] of Object.entries(api.methods)) {
        const codecs = Object.entries(method.args).map(([arg, type]) => [arg, type.codec as scale.Codec<never>]);
        const args = scale.struct(Object.fromEntries(codecs)) as unknown as Entry["args"];
        this.#entries.set(`${api.name}_${name}`, { method, args });
      }
    }
  }

  has(method: string): boolean {
    return this.#entries.has(method);
  }

  /** Answers `Trait_method` with SCALE-encoded arguments by a SCALE-encoded result. */
  call(ctx: Context, name: string, input: Uint8Array): Uint8Array {
    const entry = this.#entries.get(name);
    if (!entry) throw new UnknownApiError(name);
    return entry.method.result.codec.encode(entry.method.run(ctx, decodeArgs(name, entry, input)));
  }

  /** Identifier and version of every API, as the runtime version lists them. */
  versions(): [Hex, number][] {
    const encoder = new TextEncoder();
    return this.apis.map(({ name, version }) => [toHex(blake2b(encoder.encode(name), 8)), version]);
  }
}

function decodeArgs(name: string, { args }: Entry, input: Uint8Array): Record<string, unknown> {
  try {
    return args.decode(input);
  } catch (error) {
    throw new ApiArgumentsError(name, error);
  }
}
