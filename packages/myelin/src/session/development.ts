import type { Client } from "@myelin/client";
import type { Keypair } from "@myelin/primitives";
import { CliError } from "../terminal/errors.ts";

/** @throws {CliError} CLI_NOT_DEVELOPMENT */
export async function ensureDevelopment(client: Client, what: string): Promise<void> {
  const type = await client.transport.request<unknown>("system_chainType", []);
  if (type === "Development") return;
  throw new CliError("CLI_NOT_DEVELOPMENT", `${what} works on development networks only, and this is none.`);
}

/** The account that every development network funds in its genesis; its key is public. */
export async function developmentAccount(): Promise<Keypair> {
  const { keypairFromUri } = await import("@myelin/primitives/keys");
  return keypairFromUri("//Alice");
}
