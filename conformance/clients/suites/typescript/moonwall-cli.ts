/**
 * Stands in for `@moonwall/cli` in subtensor's TypeScript suites: as much of its suites and contexts as they use, with the
 * node that `MYELIN_URL` names in the place of those that moonwall starts.
 */
import { ApiPromise, Keyring, WsProvider } from "@polkadot/api";
import type { SubmittableExtrinsic } from "@polkadot/api/types";
import type { Vec } from "@polkadot/types";
import type { DispatchError, EventRecord, Hash } from "@polkadot/types/interfaces";
import { createClient, type PolkadotClient } from "papi-1";
import { getWsProvider } from "papi-1/ws-provider/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

export { afterAll, beforeAll, expect };

const URL = process.env["MYELIN_URL"]!;
const NAMES = ["alice", "bob", "charlie", "dave", "eve", "ferdie"] as const;

interface Case {
  readonly id: string;
  readonly title: string;
  readonly test: () => unknown;
  readonly timeout?: number;
}

interface Suite {
  readonly id: string;
  readonly title: string;
  /** `zombie` is used by polkadot-api, `dev` and `read_only` by polkadot.js. */
  readonly foundationMethods: "zombie" | "dev" | "read_only";
  readonly testCases: (tools: object) => void;
}

export function describeSuite({ id, title, foundationMethods, testCases }: Suite): void {
  describe(`${id} ${title}`, () => {
    const connection = foundationMethods === "zombie" ? papiContext() : polkadotJsContext();
    testCases({
      it: (one: Case) => test(`${one.id} ${one.title}`, async () => void (await one.test()), one.timeout),
      context: connection,
      log: (...words: unknown[]) => console.log(...words),
    });
  });
}

function papiContext() {
  let client: PolkadotClient | undefined;
  afterAll(() => client?.destroy());
  return {
    papi() {
      client ??= createClient(getWsProvider(URL));
      return client;
    },
  };
}

function polkadotJsContext() {
  let api: ApiPromise;
  const keyring: Record<string, ReturnType<Keyring["addFromUri"]>> = {};
  beforeAll(async () => {
    api = await ApiPromise.create({ provider: new WsProvider(URL), noInitWarn: true });
    const ring = new Keyring({ type: "sr25519" });
    for (const name of NAMES) keyring[name] = ring.addFromUri(`//${name[0]!.toUpperCase()}${name.slice(1)}`);
  });
  afterAll(() => api?.disconnect());
  return {
    polkadotJs: () => api,
    keyring,
    /** Hands signed transactions in, has the next block made with them, and tells what became of each. */
    async createBlock(transactions: readonly SubmittableExtrinsic<"promise">[] = []) {
      for (const transaction of transactions) await api.rpc.author.submitExtrinsic(transaction);
      const block = await api.rpc.engine.createBlock(true, true);
      return { block, result: await outcomes(api, block.blockHash, transactions) };
    },
  };
}

async function outcomes(api: ApiPromise, block: Hash, transactions: readonly SubmittableExtrinsic<"promise">[]) {
  const { block: made } = await api.rpc.chain.getBlock(block);
  const events = await (await api.at(block)).query["system"]!["events"]!<Vec<EventRecord>>();
  return transactions.map((extrinsic) => {
    const index = made.extrinsics.findIndex(({ hash }) => hash.eq(extrinsic.hash));
    const own = events.filter(({ phase }) => phase.isApplyExtrinsic && phase.asApplyExtrinsic.eq(index));
    const failure = own.find(({ event }) => api.events["system"]!["ExtrinsicFailed"]!.is(event));
    const error = failure === undefined ? undefined : errorOf(api, failure.event.data[0] as DispatchError);
    return {
      extrinsic,
      events: own,
      successful: index >= 0 && failure === undefined,
      error,
      hash: extrinsic.hash.toHex(),
    };
  });
}

function errorOf(api: ApiPromise, error: DispatchError): { readonly name: string } {
  return error.isModule ? api.registry.findMetaError(error.asModule) : { name: error.type };
}
