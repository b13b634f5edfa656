import { ApiArgumentsError, RuntimePanic, UnknownApiError } from "@myelin/frame";
import { MyelinError } from "@myelin/primitives/errors";
import { PoolError } from "../pool/errors.ts";

/** A refusal as JSON-RPC tells it. `rpcCode` and the texts are Substrate's where clients compare them. */
export class RpcError extends MyelinError {
  readonly rpcCode: number;
  readonly data: string | undefined;

  constructor(rpcCode: number, message: string, data?: string) {
    super(`RPC_${Math.abs(rpcCode)}`, message, data === undefined ? {} : { details: { data } });
    this.rpcCode = rpcCode;
    this.data = data;
  }
}

/** The server cannot be started or used as asked: `RPC_PORT_TAKEN`, `RPC_LISTEN`. */
export class RpcServerError extends MyelinError {}

const STATE = 4000;
const CLIENT_ERROR = STATE + 3;

/**
 * Errors by what happened. Sources: JSON-RPC 2.0 section 5.1, `jsonrpsee-types/src/error.rs` (limits),
 * `substrate/client/rpc-api/src/{state,chain}/error.rs`, the JSON-RPC specification of chainHead.
 */
export const rpcErrors = {
  parse: () => new RpcError(-32700, "Parse error"),
  invalidRequest: () => new RpcError(-32600, "Invalid request"),
  methodNotFound: () => new RpcError(-32601, "Method not found"),
  invalidParams: (reason: string) => new RpcError(-32602, "Invalid params", reason),
  internal: () => new RpcError(-32603, "Internal error"),
  unsafe: () => new RpcError(-32601, "RPC call is unsafe to be called externally"),
  needsWebSocket: () => new RpcError(-32601, "Method not found", "subscriptions need a WebSocket connection"),
  engine: (message: string, code: string) => new RpcError(-32000, message, code),
  tooManyRequests: () => new RpcError(-32005, "RPC rate limit exceeded"),
  tooManySubscriptions: (most: number) =>
    new RpcError(-32006, "Too many subscriptions on the connection", `Exceeded max limit of ${most}`),
  requestTooBig: (most: number) => new RpcError(-32007, "Request is too big", `Exceeded max limit of ${most}`),
  responseTooBig: (most: number) => new RpcError(-32008, "Response is too big", `Exceeded max limit of ${most}`),
  batchTooLarge: (most: number) =>
    new RpcError(-32010, "The batch request was too large", `Exceeded max limit of ${most}`),
  batchResponseTooLarge: (most: number) =>
    new RpcError(-32011, "The batch response was too large", `Exceeded max limit of ${most}`),
  pageTooLarge: (value: number, most: number) =>
    new RpcError(STATE + 2, `count exceeds maximum value. value: ${value}, max: ${most}`),
  invalidRange: (from: string, to: string, details: string) =>
    new RpcError(STATE + 1, `Cannot resolve a block range ['${from}' ... '${to}']. ${details}`),
  unknownBlock: (context: string, hash: string) =>
    new RpcError(CLIENT_ERROR, `Client error: ${context}: Header was not found in the database: ${hash}`),
  discarded: (context: string, hash: string) =>
    new RpcError(CLIENT_ERROR, `Client error: ${context}: State already discarded for ${hash}`),
  execution: (reason: string) => new RpcError(CLIENT_ERROR, `Client error: Execution failed: ${reason}`),
} as const;

/** Why a call of a runtime API failed, in the words of `sc_executor_common::error::Error`. */
export function executionFailure(error: unknown): string | undefined {
  if (error instanceof UnknownApiError) return `Other: ${error.message}`;
  if (error instanceof ApiArgumentsError || error instanceof RuntimePanic) {
    return `Execution aborted due to trap: ${error.message}`;
  }
  return undefined;
}

/** What a client is told of an error; undefined of one that is a defect of the node. */
export function toRpcError(error: unknown): RpcError | undefined {
  if (error instanceof RpcError) return error;
  if (error instanceof PoolError) return new RpcError(error.rpc.code, error.rpc.message, error.rpc.data);
  const failure = executionFailure(error);
  if (failure !== undefined) return rpcErrors.execution(failure);
  if (error instanceof MyelinError && error.code.startsWith("ENGINE_")) {
    return rpcErrors.engine(error.message, error.code);
  }
  return undefined;
}
