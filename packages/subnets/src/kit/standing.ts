import { addGains, type FadingGains, noGains, type Standing, standingOf } from "./fading-gains.ts";

export interface BookOptions {
  /** What a round counts for after one more round, 0 to 1. Default 0.97: some thirty rounds. */
  readonly memory?: number;
  /** Standard errors below the mean at which a gain must still be positive to be certain. Default 2.33: one chance in a hundred. */
  readonly confidence?: number;
}

/**
 * Who gains over a reference, and for how certain. A round gives each miner one number for each independent case: how much better than
 * the reference it was, below zero where it was worse. Pay by {@link GainBook.pay} is affine in these numbers, so it keeps a proper
 * score proper; what luck may explain is not paid.
 */
export class GainBook {
  readonly #memory: number;
  readonly #confidence: number;
  readonly #sums = new Map<string, FadingGains>();

  constructor(
    { memory = 0.97, confidence = 2.33 }: BookOptions = {},
    saved: readonly (readonly [string, FadingGains])[] = [],
  ) {
    this.#memory = memory;
    this.#confidence = confidence;
    for (const [hotkey, sums] of saved) this.#sums.set(hotkey, { ...sums });
  }

  /** Counts one round of a miner. */
  record(hotkey: string, gains: readonly number[]): void {
    const sums = this.#sums.get(hotkey) ?? noGains();
    addGains(sums, gains, this.#memory);
    this.#sums.set(hotkey, sums);
  }

  standing(hotkey: string): Standing | undefined {
    const sums = this.#sums.get(hotkey);
    if (sums === undefined || sums.weight === 0) return undefined;
    return standingOf(sums, this.#confidence);
  }

  /** Gains of those whose gain is certain; those whom `alike` calls the same share one. */
  pay(alike: (a: string, b: string) => number = () => 0): Map<string, number> {
    const earning = new Map<string, number>();
    for (const hotkey of this.#sums.keys()) {
      const standing = this.standing(hotkey);
      if (standing !== undefined && standing.bound > 0) earning.set(hotkey, standing.gain);
    }
    const names = [...earning.keys()];
    const count = (hotkey: string) =>
      names.reduce((sum, other) => sum + (other === hotkey ? 1 : alike(hotkey, other)), 0);
    return new Map([...earning].map(([hotkey, gain]) => [hotkey, gain / count(hotkey)]));
  }

  /** Forgets all but these hotkeys: a neuron that takes over a uid starts with nothing. */
  keep(hotkeys: ReadonlySet<string>): void {
    for (const hotkey of this.#sums.keys()) if (!hotkeys.has(hotkey)) this.#sums.delete(hotkey);
  }

  toJSON(): [string, FadingGains][] {
    return [...this.#sums];
  }
}
