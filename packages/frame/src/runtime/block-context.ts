import type { CallValue } from "../call.ts";
import type { Config } from "../config.ts";
import type { Context, DispatchOptions } from "../context.ts";
import { DispatchFailure } from "../dispatch-error.ts";
import { completeError, errors } from "../errors.ts";
import type { Origin } from "../origin.ts";
import type { Overlay } from "../storage/index.ts";
import type { EventRecordValue, EventValue, Hash, PhaseValue } from "../types/index.ts";
import type { DispatchInfo, PostDispatchInfo } from "../weight.ts";
import type { Assembly } from "./assembly.ts";

/** `frame_system`'s error for a call that a filter refuses; every runtime has it. */
const { CallFiltered } = errors("System", { CallFiltered: 5 });

/** The context of one block, or of one question about a state. */
export class BlockContext implements Context {
  readonly state: Overlay;
  readonly config: Config;
  readonly block: { readonly number: number; readonly parentHash: Hash };
  readonly memo = new Map<string, unknown>();
  /** Events so far; those of failed transactions are gone. */
  readonly events: EventRecordValue[] = [];
  phase: PhaseValue = { type: "Initialization" };
  readonly palletIndex: (name: string) => number;
  readonly #assembly: Assembly;

  constructor(assembly: Assembly, state: Overlay, block: { number: number; parentHash: Hash }) {
    this.#assembly = assembly;
    this.state = state;
    this.config = assembly.definition.config;
    this.block = block;
    this.palletIndex = assembly.palletIndex;
  }

  depositEvent(event: EventValue): void {
    this.events.push({ phase: this.phase, event, topics: [] });
  }

  transactional<T>(work: () => T): T {
    const mark = this.events.length;
    try {
      return this.state.transaction(work);
    } catch (error) {
      this.events.length = mark;
      throw error;
    }
  }

  dispatchInfo(call: CallValue): DispatchInfo {
    return this.#assembly.dispatchInfo(this, call);
  }

  dispatch(origin: Origin, call: CallValue, options: DispatchOptions = {}): PostDispatchInfo {
    try {
      if (!this.#passes(origin, call, options)) throw CallFiltered();
      for (const guard of this.#assembly.definition.guards ?? []) guard.check(this, origin, call);
      const { run } = this.#assembly.callDefinition(call);
      return this.transactional(() => run(this, origin, call.value.value)) ?? {};
    } catch (error) {
      if (error instanceof DispatchFailure) completeError(error, this.palletIndex);
      throw error;
    }
  }

  #passes(origin: Origin, call: CallValue, { bypassFilter }: DispatchOptions): boolean {
    if (origin.type === "Root" || bypassFilter) return true;
    if (origin.type === "Signed" && origin.filter?.(call) === false) return false;
    return this.#assembly.definition.callFilter?.(this, call) ?? true;
  }
}
