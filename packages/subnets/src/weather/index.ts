export { type Archive, loadArchive, VARIABLES } from "./archive.ts";
export { crps, LEVELS, QUANTILES } from "./crps.ts";
export { ArchiveError, SeasonError } from "./errors.ts";
export { Forecaster } from "./forecaster.ts";
export { default as miner } from "./miner.ts";
export { checkSeason, committedSeason, Season, type SeasonSeed } from "./season.ts";
export { gainsOf, task } from "./task.ts";
export { default as validator } from "./validator.ts";
