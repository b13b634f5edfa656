export * from "./announce_next_key.ts";
export * from "./limits.ts";
export * from "./store_encrypted.ts";
export * from "./submit_encrypted.ts";
