/** `substrate/frame/scheduler/src/weights.rs`: `s` tasks in an agenda, or bytes of a call. */
import type { WeightValue } from "@myelin/frame";
import { addWeights, subtractWeights, weight } from "../../weights.ts";

const AGENDA_PROOF = 110_487n;
const ofAgenda = (base: bigint, perTask: bigint, reads: number, writes: number) => (s: number) =>
  weight(base + perTask * BigInt(s), AGENDA_PROOF, reads, writes);

const taskBase = weight(3_490_000n);
const taskNamed = weight(4_954_000n, 0n, 0, 1);
const taskPeriodic = weight(3_401_000n);
const taskFetched = (s: number) => weight(21_269_000n + 1_640n * BigInt(s), 4_197_809n, 3, 2);

export const W = {
  agendasBase: weight(4_002_000n, 1_489n, 1, 1),
  agendaBase: ofAgenda(3_258_412n, 457_723n, 1, 1),
  schedule: ofAgenda(11_548_266n, 494_382n, 1, 1),
  cancel: ofAgenda(13_129_003n, 690_444n, 1, 3),
  scheduleNamed: ofAgenda(18_707_577n, 508_586n, 2, 2),
  cancelNamed: ofAgenda(19_956_973n, 683_291n, 2, 3),
  scheduleRetry: ofAgenda(12_904_309n, 10_704n, 1, 2),
  setRetry: weight(147_698_000n, AGENDA_PROOF, 1, 1),
  setRetryNamed: weight(160_844_000n, AGENDA_PROOF, 2, 1),
  cancelRetry: weight(148_172_000n, AGENDA_PROOF, 1, 1),
  cancelRetryNamed: weight(162_653_000n, AGENDA_PROOF, 2, 1),
  /** Dispatch by root, the only origin that schedules. */
  dispatch: weight(2_440_000n),
};

/** Weight of a task without its call; `length` in bytes of a call that is a preimage. */
export function taskWeight(length: number | undefined, isNamed: boolean, isPeriodic: boolean): WeightValue {
  return addWeights(
    length === undefined ? taskBase : taskFetched(length),
    ...(isNamed ? [subtractWeights(taskNamed, taskBase)] : []),
    ...(isPeriodic ? [subtractWeights(taskPeriodic, taskBase)] : []),
  );
}

/** Weight that may still be used, and what was. */
export class WeightMeter {
  readonly #limit: WeightValue;
  #used: WeightValue = weight(0n);

  constructor(limit: WeightValue) {
    this.#limit = limit;
  }

  get used(): WeightValue {
    return this.#used;
  }

  canConsume(more: WeightValue): boolean {
    const { refTime, proofSize } = addWeights(this.#used, more);
    return refTime <= this.#limit.refTime && proofSize <= this.#limit.proofSize;
  }

  /** Counts weight, if it is within the limit. */
  tryConsume(more: WeightValue): boolean {
    if (!this.canConsume(more)) return false;
    this.#used = addWeights(this.#used, more);
    return true;
  }
}
