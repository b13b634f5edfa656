import type { Client } from "@myelin/client";

/** A value that a subnet has in the pallet's storage, with the chain's own explanation. */
export interface SubnetItem {
  readonly name: string;
  readonly value: unknown;
  readonly docs: string;
  /** Of its value, in the metadata. */
  readonly type: number;
}

const PALLET = "SubtensorModule";
const NETUID_BYTES = 2;
/** Longer values are lists by uid or account, which have views of their own. */
const MOST_ELEMENTS = 4;

/** Everything that the chain stores under a netuid alone: every hyperparameter, and the pool's figures. */
export async function readSubnetItems(client: Client, netuid: number, at: string): Promise<SubnetItem[]> {
  const entries = client.metadata
    .storageNames(PALLET)
    .map((name) => client.metadata.storage(PALLET, name))
    .filter(({ keys }) => keys.length === 1 && encodedLength(() => keys[0]!.encode(netuid)) === NETUID_BYTES);
  const items = await Promise.all(
    entries.map(async ({ name, docs, valueType }) => {
      const value = await client.query.get<unknown>(PALLET, name, [netuid], { at });
      return { name, value, docs, type: valueType };
    }),
  );
  return items.filter(({ value }) => !isLong(value)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Keys of other types refuse a small number. */
function encodedLength(encode: () => Uint8Array): number | undefined {
  try {
    return encode().length;
  } catch {
    return undefined;
  }
}

function isLong(value: unknown): boolean {
  return (Array.isArray(value) && value.length > MOST_ELEMENTS) || (value instanceof Uint8Array && value.length > 256);
}
