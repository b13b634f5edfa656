export * from "./chain.ts";
export * from "./consensus.ts";
export * from "./economy.ts";
export * from "./registration.ts";
export * from "./retired.ts";
export * from "./weights.ts";
