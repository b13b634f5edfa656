export * from "./issuance.ts";
export * from "./transfer.ts";
