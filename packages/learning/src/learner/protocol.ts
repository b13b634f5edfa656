import type { LearningErrorCode } from "../errors.ts";
import type { CoreOptions, CoreStats } from "./core.ts";

/** What a learner's worker is started with. */
export interface WorkerOptions extends Omit<CoreOptions, "recipe"> {
  readonly model: string;
  readonly cpuShare: number;
  readonly training: boolean;
  readonly learningRate?: number;
  readonly rows?: number;
  /** Where checkpoints lie; the newest good one is continued. */
  readonly directory?: string;
}

/** What a worker reports once it can answer. */
export interface Opened {
  readonly context: number;
  readonly modelId: string;
  readonly parameterCount: number;
  readonly restored: Restored | null;
}

export interface Restored {
  readonly path: string;
  readonly step: number;
  /** Newer checkpoints that could not be used, with the reasons. */
  readonly damaged: readonly string[];
}

/** The requests a worker answers, by name. */
export interface Methods {
  predict(contexts: Uint8Array, lengths: Int32Array): Promise<Float32Array>;
  learn(entries: readonly TextEntry[]): Promise<void>;
  evaluate(text: Uint8Array): Promise<number>;
  checkpoint(path: string): Promise<string>;
  exportOnnx(path: string): Promise<string>;
  restore(path: string): Promise<CoreStats>;
  save(): Promise<string>;
  stats(): Promise<CoreStats>;
  setTraining(on: boolean): Promise<void>;
}

/** Bytes that continue a stream. */
export interface TextEntry {
  readonly stream: string;
  readonly bytes: Uint8Array;
}

export interface Request {
  readonly id: number;
  readonly method: keyof Methods | "close";
  readonly args: readonly unknown[];
}

export interface Failure {
  readonly code: LearningErrorCode;
  readonly message: string;
}

export type Reply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly failure: Failure };
