import { twox128 } from "@myelin/primitives/hash";
import { toHex } from "@myelin/primitives/hex";
import { type Codec, Reader, ScaleError } from "@myelin/primitives/scale";
import type { Config } from "../config.ts";
import type { StorageKey } from "../state.ts";
import type { Type } from "../types/index.ts";
import type { ItemDescription } from "./description.ts";
import type { Overlay } from "./overlay.ts";

/** The part of the context that storage needs. */
export interface StorageContext {
  readonly state: Overlay;
  readonly config: Config;
}

/** Storage prefix of an item: `twox128(pallet) ++ twox128(item)`. */
export function itemPrefix(pallet: string, name: string): StorageKey {
  const encoder = new TextEncoder();
  const half = (text: string) => toHex(twox128(encoder.encode(text))).slice(2);
  return `0x${half(pallet)}${half(name)}`;
}

/** Stored bytes that are no value of their item. */
export const UNREADABLE = Symbol("unreadable");

/** What single values and maps have in common: reading and writing one entry. `Q` is what an entry reads as. */
export class Item<T, Q> {
  readonly description: ItemDescription;
  readonly codec: Codec<T>;
  #prefix: StorageKey | undefined;

  constructor(description: ItemDescription, type: Type<T>) {
    this.description = description;
    this.codec = type.codec;
  }

  protected itemPrefix(): StorageKey {
    this.#prefix ??= itemPrefix(this.description.pallet, this.description.name);
    return this.#prefix;
  }

  protected read(ctx: StorageContext, key: StorageKey): Q {
    const raw = ctx.state.get(key);
    if (raw === undefined) return this.absent(ctx);
    const value = this.stored(raw);
    return value === UNREADABLE ? this.absent(ctx) : (value as unknown as Q);
  }

  /**
   * The value in stored bytes. Root may store any bytes (`System.set_storage`): what follows the value is ignored, and what is
   * no value reads as absent (`unhashed::get` of `frame_support`).
   */
  protected stored(raw: Uint8Array): T | typeof UNREADABLE {
    try {
      return this.codec.read(new Reader(raw));
    } catch (error) {
      if (error instanceof ScaleError) return UNREADABLE;
      throw error;
    }
  }

  protected write(ctx: StorageContext, key: StorageKey, value: Q): void {
    if (value === undefined && this.description.fallback === undefined) ctx.state.delete(key);
    else ctx.state.set(key, this.codec.encode(value as unknown as T));
  }

  /** What an absent entry reads as. Made anew each time where it is an object, since callers may change it. */
  protected absent(ctx: StorageContext): Q {
    const value = this.description.fallback?.(ctx.config);
    return (
      typeof value === "object" && value !== null ? this.codec.decode(this.codec.encode(value as T)) : value
    ) as Q;
  }
}
