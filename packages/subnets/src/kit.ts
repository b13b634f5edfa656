/**
 * What a subnet is written with: a task, a miner, a validator. `myelin subnet new NAME` makes a folder of these three;
 * `@myelin/subnets/testing` runs them on a network in memory.
 */
export {
  bool,
  type Caller,
  float,
  int,
  type Json,
  json,
  list,
  object,
  optional,
  type Page,
  Refusal,
  record,
  StateFile,
  text,
  withDefault,
} from "@myelin/neuron";
export type { Board, SubnetChain } from "./kit/chain.ts";
export type { Chance } from "./kit/chance.ts";
export { PartsError, TaskError } from "./kit/errors.ts";
export type { Standing } from "./kit/fading-gains.ts";
export { Likeness, type LikenessOptions } from "./kit/likeness.ts";
export { defineMiner, type MinerDefinition, type MinerParts } from "./kit/miner.ts";
export type { Posed, Result, RoundInfo } from "./kit/round.ts";
export type { Place, RoundScore, RunOptions, SubnetEvent } from "./kit/run-options.ts";
export { type BookOptions, GainBook } from "./kit/standing.ts";
export { defineTask, type Task, type TaskDefinition, type ValuesOf } from "./kit/task.ts";
export { defineValidator, type ValidatorDefinition, type ValidatorPace, type ValidatorParts } from "./kit/validator.ts";
