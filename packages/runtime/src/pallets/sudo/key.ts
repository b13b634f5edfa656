import { type Context, ensure, ensureSigned, type Origin } from "@myelin/frame";
import { Err } from "./events.ts";
import { S } from "./storage.ts";

/** @throws BadOrigin, RequireSudo. Root itself passes, as on the chain (`ensure_sudo`). */
export function ensureSudo(ctx: Context, origin: Origin): void {
  if (origin.type === "Root") return;
  ensure(ensureSigned(origin) === S.Key.get(ctx), Err.RequireSudo);
}
