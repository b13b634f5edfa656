import { type ChainEvent, type Client, type DecodedExtrinsic, decodeExtrinsic } from "@myelin/client";
import { dispatchFailure, extrinsicHash } from "@myelin/client/extrinsic/transaction";
import { isDiscarded } from "../terminal/chain-hints.ts";

/** An event and the place of the extrinsic that made it; undefined for events of the block itself. */
export interface BlockEvent extends ChainEvent {
  readonly extrinsic: number | undefined;
}

export interface BlockExtrinsic {
  readonly index: number;
  readonly hash: string;
  readonly bytes: number;
  /** Absent where its bytes cannot be read; `problem` then says why. */
  readonly decoded?: DecodedExtrinsic;
  readonly problem?: string;
  /** Why the chain refused the call; absent where it succeeded. */
  readonly error?: string;
  /** Absent where the node no longer has them. */
  readonly events?: readonly BlockEvent[];
}

export interface Block {
  readonly number: number;
  readonly hash: string;
  readonly parentHash: string;
  readonly stateRoot: string;
  readonly extrinsicsRoot: string;
  /** Milliseconds since 1970; undefined for a block without a timestamp, as the first. */
  readonly time: number | undefined;
  readonly extrinsics: readonly BlockExtrinsic[];
  /** Those of the block itself, before and after all extrinsics; absent where the node no longer has them. */
  readonly events?: readonly BlockEvent[];
}

interface EventRecord {
  readonly phase: { readonly type: string; readonly value?: number };
  readonly event: { readonly type: string; readonly value: { readonly type: string; readonly value?: unknown } };
}

interface RawBlock {
  readonly header: Record<"number" | "parentHash" | "stateRoot" | "extrinsicsRoot", string>;
  readonly extrinsics: readonly string[];
}

export async function readEvents(client: Client, hash: string): Promise<BlockEvent[]> {
  const records = await client.query.get<EventRecord[]>("System", "Events", [], { at: hash });
  return records.map(({ phase, event }) => ({
    extrinsic: phase.type === "ApplyExtrinsic" ? phase.value : undefined,
    pallet: event.type,
    name: event.value.type,
    value: event.value.value,
  }));
}

/** Events lie in the state of a block, which most nodes keep for a while only. */
async function keptEvents(client: Client, hash: string): Promise<BlockEvent[] | undefined> {
  try {
    return await readEvents(client, hash);
  } catch (error) {
    if (isDiscarded(error)) return undefined;
    throw error;
  }
}

/** A block with what its extrinsics did. */
export async function readBlock(client: Client, hash: string): Promise<Block> {
  const [{ block }, events] = await Promise.all([
    client.transport.request<{ block: RawBlock }>("chain_getBlock", [hash]),
    keptEvents(client, hash),
  ]);
  const byExtrinsic = new Map<number | undefined, BlockEvent[]>();
  for (const event of events ?? []) {
    const sameExtrinsic = byExtrinsic.get(event.extrinsic);
    if (sameExtrinsic === undefined) byExtrinsic.set(event.extrinsic, [event]);
    else sameExtrinsic.push(event);
  }
  const extrinsics = block.extrinsics.map((hex, index) =>
    readExtrinsic(client, hex, index, events && (byExtrinsic.get(index) ?? []), hash),
  );
  const { parentHash, stateRoot, extrinsicsRoot } = block.header;
  const number = Number(block.header.number);
  const own = events && (byExtrinsic.get(undefined) ?? []);
  return { number, hash, parentHash, stateRoot, extrinsicsRoot, time: timeOf(extrinsics), extrinsics, events: own };
}

function readExtrinsic(
  client: Client,
  hex: string,
  index: number,
  events: readonly BlockEvent[] | undefined,
  blockHash: string,
): BlockExtrinsic {
  const common = { index, hash: extrinsicHash(hex), bytes: (hex.length - 2) / 2, events };
  const failure = events?.find(({ pallet, name }) => pallet === "System" && name === "ExtrinsicFailed")?.value;
  const error = failure === undefined ? undefined : errorName(client, failure as Failure, blockHash);
  try {
    return { ...common, decoded: decodeExtrinsic(client.metadata, hex), error };
  } catch (problem) {
    return { ...common, problem: (problem as Error).message, error };
  }
}

interface Failure {
  readonly dispatch_error: { readonly type: string; readonly value?: unknown };
}

function errorName({ metadata }: Client, { dispatch_error }: Failure, blockHash: string): string {
  const { pallet, errorName: name } = dispatchFailure(metadata, dispatch_error, blockHash);
  return pallet === undefined ? name : `${pallet}.${name}`;
}

function timeOf(extrinsics: readonly BlockExtrinsic[]): number | undefined {
  const set = extrinsics.find(({ decoded }) => decoded?.pallet === "Timestamp")?.decoded?.args["now"];
  return typeof set === "bigint" ? Number(set) : undefined;
}
