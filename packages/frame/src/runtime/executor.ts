import type { InherentData } from "../pallet.ts";
import type { StateChanges } from "../state.ts";
import type { AppliedResult, BlockHeader } from "../system-interface.ts";
import type { DigestItemValue, EventRecordValue, Extrinsic } from "../types/index.ts";
import type { Applier } from "./apply.ts";
import type { Assembly } from "./assembly.ts";
import type { BlockContext } from "./block-context.ts";
import type { ExtrinsicFormat } from "./extrinsic.ts";
import { initialiseBlock } from "./initialise.ts";

/** What a block did. */
export interface BlockOutcome {
  readonly events: readonly EventRecordValue[];
  readonly changes: StateChanges;
  readonly digest: readonly DigestItemValue[];
}

/** The runtime's parts an executor works with; `enter` makes the runtime's types the current ones. */
export interface ExecutorParts {
  readonly assembly: Assembly;
  readonly applier: Applier;
  readonly format: ExtrinsicFormat;
  enter<T>(where: string, work: () => T): T;
}

/** Executes one block: made by `startBlock`, fed with extrinsics, closed by `finish`. */
export class BlockExecutor {
  /** The block's context, for tests and for questions about the state in mid-block. */
  readonly context: BlockContext;
  readonly #parts: ExecutorParts;
  #applied = 0;

  constructor(parts: ExecutorParts, context: BlockContext, header: BlockHeader) {
    this.#parts = parts;
    this.context = context;
    parts.enter(`the start of block ${header.number}`, () => initialiseBlock(parts.assembly, context, header));
  }

  /** The extrinsics that the author of the block adds, from data such as the time. */
  inherents(data: InherentData): Uint8Array[] {
    const { assembly, format, enter } = this.#parts;
    return enter("making inherents", () =>
      assembly.pallets.flatMap(({ inherent }) => {
        const call = inherent?.create(this.context, data);
        return call ? [format.encodeBare(call)] : [];
      }),
    );
  }

  /**
   * Checks the inherents of a block made by another author.
   *
   * @throws {InherentError} when the block must be refused
   */
  checkInherents(extrinsics: readonly Extrinsic[], data: InherentData): void {
    const { assembly, enter } = this.#parts;
    enter("checking inherents", () => {
      for (const { kind, call } of extrinsics) {
        const { inherent } = assembly.pallet(call.type);
        if (kind === "bare" && inherent?.isInherent(call)) inherent.check?.(this.context, call, data);
      }
    });
  }

  /**
   * Applies an extrinsic whose signature was checked.
   *
   * @throws {TransactionValidityError} when it may not be in this block; nothing changed
   * @throws {RuntimePanic} when a pallet failed by mistake; nothing changed, the extrinsic must be left out
   */
  applyExtrinsic(input: Uint8Array | Extrinsic): AppliedResult {
    const { applier, format, enter } = this.#parts;
    const index = this.#applied;
    return enter(`extrinsic ${index}`, () => {
      const extrinsic = input instanceof Uint8Array ? format.decode(input) : input;
      this.context.phase = { type: "ApplyExtrinsic", value: index };
      const result = this.context.transactional(() => applier.apply(this.context, extrinsic, index));
      this.#applied += 1;
      return result;
    });
  }

  /** Closes the block. The executor is of no further use. */
  finish(): BlockOutcome {
    const { assembly, enter } = this.#parts;
    return enter("the end of the block", () => {
      const { system } = assembly.definition;
      this.context.phase = { type: "Finalization" };
      system.noteFinishedExtrinsics(this.context);
      for (const { hooks } of assembly.pallets) hooks?.on_finalize?.(this.context);
      const events = this.context.events;
      const { digest } = system.finalise(this.context, events);
      return { events, changes: this.context.state.changes(), digest };
    });
  }
}
