import type { StorageKey } from "../state.ts";
import { Item, type StorageContext } from "./item.ts";

/** Accessor of a single value. */
export class ValueItem<T, Q> extends Item<T, Q> {
  key(): StorageKey {
    return this.itemPrefix();
  }

  prefix(): StorageKey {
    return this.itemPrefix();
  }

  get(ctx: StorageContext): Q {
    return this.read(ctx, this.key());
  }

  set(ctx: StorageContext, value: T): void {
    ctx.state.set(this.key(), this.codec.encode(value));
  }

  kill(ctx: StorageContext): void {
    ctx.state.delete(this.key());
  }

  /** Removes the value and returns what it was. */
  take(ctx: StorageContext): Q {
    const value = this.get(ctx);
    this.kill(ctx);
    return value;
  }

  /** Stores what `change` makes of the value; of an optional item, undefined removes it. */
  mutate(ctx: StorageContext, change: (value: Q) => Q): Q {
    const value = change(this.get(ctx));
    this.write(ctx, this.key(), value);
    return value;
  }

  exists(ctx: StorageContext): boolean {
    return ctx.state.has(this.key());
  }

  getRaw(ctx: StorageContext): Uint8Array | undefined {
    return ctx.state.get(this.key());
  }

  setRaw(ctx: StorageContext, bytes: Uint8Array): void {
    ctx.state.set(this.key(), bytes);
  }
}
