export type * from "./application.ts";
export type { EngineStatus, Sealing, TimeControl } from "./control.ts";
export { EmbeddedEngine, type EmbeddedEngineOptions } from "./embedded.ts";
export { EngineError, type EngineErrorCode } from "./errors.ts";
