import { MyelinError } from "@myelin/primitives";

/** A synapse definition that no peer could serve. */
export class SynapseDefinitionError extends MyelinError {
  constructor(name: string, problem: string) {
    super("NEURON_BAD_SYNAPSE", `The synapse ${name} ${problem}.`, { details: { synapse: name } });
  }
}

/** A value that does not fit the field of a synapse. `path` names it, e.g. `contexts[3]`. */
export class FieldError extends MyelinError {
  constructor(path: string, expected: string) {
    super("NEURON_BAD_FIELD", `${path} must be ${expected}.`, { details: { path } });
  }
}

/**
 * Ends a request with a status of the author's choice. Thrown from `forward` it becomes the answer; any other error
 * becomes status 500 without its text, so that nothing internal leaves the process.
 */
export class Refusal extends MyelinError {
  readonly status: number;

  constructor(status: number, message: string) {
    super("NEURON_REFUSED", message, { details: { status } });
    this.status = status;
  }
}

export type AxonErrorCode = "AXON_PORT_TAKEN" | "AXON_PORT_FORBIDDEN" | "AXON_NO_SUCH_ADDRESS" | "AXON_NOT_STARTED";

/** The axon could not be started, or is used before it was. */
export class AxonError extends MyelinError {
  constructor(code: AxonErrorCode, message: string, cause?: unknown) {
    super(code, message, { cause });
  }
}

/** The node was replaced by one of another chain, on which this neuron's keys, places and transactions mean nothing. */
export class OtherChainError extends MyelinError {
  constructor(before: string, now: string) {
    super(
      "NEURON_OTHER_CHAIN",
      `The node serves another chain now: its genesis is ${now}, and this neuron lives on ${before}. ` +
        "Start the neuron again if it is to join the new one.",
      { details: { before, now } },
    );
  }
}

/** A neuron that was told to stop when its hotkey is not registered, and is not. */
export class NotRegisteredError extends MyelinError {
  constructor(hotkey: string, netuid: number) {
    super(
      "NEURON_NOT_REGISTERED",
      `The hotkey ${hotkey} is not registered on subnet ${netuid}. Register it, or let the neuron wait for it.`,
      { details: { hotkey, netuid } },
    );
  }
}
