import type { Client } from "@myelin/client";
import { clean } from "../ui/text.ts";

/** Names that coldkeys gave themselves, made safe to show. */
export type Identities = ReadonlyMap<string, string>;

export async function readIdentities(client: Client, coldkeys: readonly string[]): Promise<Identities> {
  const found = await client.query.many<{ name: Uint8Array } | undefined>(
    "SubtensorModule",
    "IdentitiesV2",
    coldkeys.map((coldkey) => [coldkey]),
  );
  const names = coldkeys.map((coldkey, i) => [coldkey, clean(found[i]?.name)] as const);
  return new Map(names.filter(([, name]) => name !== ""));
}
