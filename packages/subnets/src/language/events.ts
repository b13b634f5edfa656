import type { NeuronEvent } from "@myelin/neuron";
import type { RoundFigures } from "./scores.ts";

/** What a language neuron tells its supervisor: plain JSON, see `NeuronEvent` for what all neurons tell. */
export type LanguageEvent =
  | Exclude<NeuronEvent, { event: "round" | "weights" }>
  /** A miner's model is ready, for the first time or again; null where nobody can count its parameters. */
  | { event: "model"; model: string; parameters: number | null; step: number }
  /** Another's model cannot answer, wholly or in part, and one that counts does; null seconds where it was not given up. */
  | { event: "model-trouble"; model: string; reason: string; retrySeconds: number | null }
  /** A miner's progress; `bitsPerByte` is what its own answers cost lately, null until it can tell. */
  | { event: "training"; step: number; received: number; bitsPerByte: number | null }
  /** A miner fetched finished chunks. */
  | { event: "caught-up"; chunks: number; validator: string }
  /** A validator has told a miner other bytes than it commits to on chain; the miner learns from it no more. */
  | { event: "distrusted"; validator: string }
  /** A validator's text. */
  | { event: "text"; text: string; bytes: number; parts: number; demonstration: boolean }
  | { event: "part"; part: number; of: number; lanes: number; bytesPerLane: number }
  | { event: "chunk"; number: number; part: number; index: number; hash: string }
  | { event: "text-ended"; text: string }
  | { event: "commitment-failed"; reason: string }
  /** A validator's state could not be read back; reading starts anew in another part. */
  | { event: "state-damaged"; kept: string }
  | ({ event: "round" } & RoundFigures)
  /** Weights are on chain: pairs of uid and what it is paid, in bits a byte; the subnet owner's uid alone when nobody earned. */
  | { event: "weights"; block: number; weights: [number, number][] };

export type Report = (event: LanguageEvent) => void;
