import type { Client } from "@myelin/client";
import { CliError } from "../terminal/errors.ts";

/** @throws {CliError} CLI_NO_SUBNET */
export async function ensureSubnet(client: Client, netuid: number): Promise<void> {
  if (await client.query.get<boolean>("SubtensorModule", "NetworksAdded", [netuid])) return;
  throw new CliError("CLI_NO_SUBNET", `There is no subnet ${netuid}. See "myelin subnet list".`);
}
