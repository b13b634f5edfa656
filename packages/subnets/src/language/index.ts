export { type AskOptions, askCompletion, NoCompletionError } from "./completion.ts";
export { RecordsError, TextError } from "./errors.ts";
export type { LanguageEvent, Report } from "./events.ts";
export { type ByteLearner, LanguageMiner } from "./miner.ts";
export { type MinerModel, type ModelOptions, openModel } from "./model.ts";
export { Chunk, Complete, Manifest, Predict } from "./protocol.ts";
export { type Rescored, rescore } from "./records.ts";
export { type LanguageMinerOptions, runLanguageMiner } from "./run-miner.ts";
export { type LanguageValidatorRunOptions, runLanguageValidator } from "./run-validator.ts";
export {
  canonicalJson,
  type MinerScore,
  type RoundFigures,
  type ScoresPage,
  type ScoresRound,
  type ScoresSource,
  verifyRound,
} from "./scores.ts";
export { type Corpus, loadCorpus } from "./text.ts";
export { LanguageValidator, type LanguageValidatorOptions } from "./validator.ts";
