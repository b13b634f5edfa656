export type { Backend, PredictionRequest, StreamText } from "./backend.ts";
export { ModelError, type ModelErrorCode } from "./errors.ts";
export {
  type ModelSource,
  nameOf,
  type OpenOptions,
  openBackend,
  parseModelSource,
  type SourceOptions,
} from "./source.ts";
export { type ModelEvent, StandingModel, type StandingOptions } from "./standing/standing-model.ts";
