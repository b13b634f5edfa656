export * from "./remark.ts";
export * from "./storage.ts";
