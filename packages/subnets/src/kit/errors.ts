import { MyelinError } from "@myelin/primitives";

/** A task that cannot be asked or answered as it is defined. */
export class TaskError extends MyelinError {
  constructor(name: string, problem: string) {
    super("SUBNET_BAD_TASK", `The task ${JSON.stringify(name)} ${problem}.`, { details: { task: name } });
  }
}

/** What a miner or a validator of a subnet gives back does not have the form that is needed. */
export class PartsError extends MyelinError {
  constructor(role: "miner" | "validator", problem: string) {
    super("SUBNET_BAD_PARTS", `The ${role} ${problem}.`, { details: { role } });
  }
}
