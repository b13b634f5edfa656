export { type AccessPolicy, DEFAULT_ACCESS } from "./access.ts";
export { ALIASES } from "./aliases.ts";
export { RpcError, RpcServerError } from "./errors.ts";
export { DEFAULT_LIMITS, type RpcLimits } from "./limits.ts";
export type { Pages, StaticFile } from "./pages.ts";
export { type LocalClient, type RpcOptions, RpcServer, type ServerServices, startRpcServer } from "./server.ts";
