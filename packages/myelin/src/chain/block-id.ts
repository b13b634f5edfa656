import type { Client } from "@myelin/client";
import { InvalidArgumentError } from "commander";
import { CliError } from "../terminal/errors.ts";

/** A block as people name it: its number or its hash. */
export type BlockId = number | `0x${string}`;

export function parseBlockId(text: string): BlockId {
  if (/^0x[0-9a-f]{64}$/i.test(text)) return text.toLowerCase() as `0x${string}`;
  const plain = text.replace(/[_,]/g, "");
  if (/^\d{1,10}$/.test(plain)) return Number(plain);
  throw new InvalidArgumentError("Name a block by its number, or by its hash: 0x and 64 hexadecimal digits.");
}

/** The hash of the block, or of the newest one. @throws {CliError} CLI_NO_BLOCK */
export async function blockHashOf(client: Client, id: BlockId | undefined): Promise<string> {
  if (id === undefined) return (await client.head()).hash;
  const isKnown = typeof id === "number" ? await client.blockHash(id) : await rawHeader(client, id);
  if (isKnown !== null) return typeof id === "number" ? (isKnown as string) : id;
  const { number } = await client.head();
  throw new CliError("CLI_NO_BLOCK", `There is no block ${id}; the newest is ${number}.`);
}

async function rawHeader(client: Client, hash: string): Promise<unknown> {
  return await client.transport.request("chain_getHeader", [hash]);
}
