export { Axon, type AxonLimits, type AxonOptions } from "./axon/axon.ts";
export {
  type AnswerFields,
  type Caller,
  type Chunks,
  type Endpoint,
  type EndpointOptions,
  endpoint,
  streamEndpoint,
} from "./axon/endpoint.ts";
export type { EventPage, JsonPage, Page } from "./axon/page.ts";
export type { ChainConnector, ChainView, Metagraph, Peer } from "./chain/chain-view.ts";
export { clientView, nodeConnector } from "./chain/client-view.ts";
export type { Answer, AxonTarget, Evidence, SignatureState } from "./dendrite/answer.ts";
export { type AnswerStream, Dendrite, type DendriteOptions, type QueryOptions } from "./dendrite/dendrite.ts";
export { verifyEvidence } from "./dendrite/evidence.ts";
export {
  AxonError,
  type AxonErrorCode,
  FieldError,
  NotRegisteredError,
  OtherChainError,
  Refusal,
  SynapseDefinitionError,
} from "./errors.ts";
export { Miner } from "./loop/miner.ts";
export { Neuron, type NeuronOptions, type ServeOptions, type WhenUnregistered } from "./loop/neuron.ts";
export { jsonLines, type NeuronEvent, type Notice, type Reporter, textLines } from "./loop/report.ts";
export { StateError, StateFile } from "./loop/state-file.ts";
export { type Round, type Target, Validator, type ValidatorOptions } from "./loop/validator.ts";
export {
  bool,
  type Field,
  type FieldValue,
  float,
  int,
  type Json,
  json,
  list,
  object,
  optional,
  record,
  text,
  withDefault,
} from "./wire/fields.ts";
export {
  bodyHash,
  defineSynapse,
  type Fields,
  type Input,
  Ping,
  type Synapse,
  type Values,
} from "./wire/synapse.ts";
export { decodeTensor, encodeTensor, type Tensor, type TensorData, type TensorKind, tensor } from "./wire/tensor.ts";
