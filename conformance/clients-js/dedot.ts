import { Keyring } from "@polkadot/api";
import type { KeyringPair } from "@polkadot/keyring/types";
import { DedotClient, LegacyClient, WsProvider } from "dedot";
import { AMOUNT, type ClientReport, messageOf, TOO_MUCH, USED_NONCE } from "./report.ts";

interface AccountInfo {
  readonly data: { readonly free: bigint };
}

interface Sent {
  readonly status: { readonly type: string };
  readonly events: readonly { readonly event: { readonly pallet: string; readonly palletEvent: unknown } }[];
  readonly dispatchError?: { readonly type: string; readonly value?: unknown };
}

interface Transfer {
  paymentInfo(from: string): Promise<{ partialFee: bigint }>;
  signAndSend(from: KeyringPair, options: { nonce?: number }, onUpdate: (result: Sent) => void): Promise<Stop>;
}

type Stop = () => Promise<void>;

/** The little of a client that the scenario uses, without generated types: they are those of another chain. */
interface AnyClient {
  readonly genesisHash: string;
  readonly runtimeVersion: { readonly specVersion: number };
  readonly consts: { readonly balances: { readonly existentialDeposit: bigint } };
  readonly query: {
    readonly system: {
      readonly account: {
        (who: string): Promise<AccountInfo>;
        (who: string, onValue: (value: AccountInfo) => void): Promise<Stop>;
      };
    };
    readonly subtensorModule: { readonly networksAdded: { entries(): Promise<[number, boolean][]> } };
  };
  readonly call: { readonly swapRuntimeApi: { currentAlphaPrice(netuid: number): Promise<bigint> } };
  readonly tx: { readonly balances: { transferKeepAlive(to: string, value: bigint): Transfer } };
  readonly block: { best(onBlock: (block: { number: number }) => void): Promise<Stop> | (() => void) };
  readonly registry: { findErrorMeta(error: object): { name: string } | undefined };
}

/** `dedot` with `chainHead_v1_*`. */
export async function runDedot(url: string, receiver: string): Promise<ClientReport> {
  const client = await DedotClient.create({ provider: new WsProvider(url), cacheMetadata: false });
  return scenario(client as unknown as AnyClient, receiver).finally(() => client.disconnect());
}

/** `dedot` with the older methods. */
export async function runDedotLegacy(url: string, receiver: string): Promise<ClientReport> {
  const client = await LegacyClient.create({ provider: new WsProvider(url), cacheMetadata: false });
  return scenario(client as unknown as AnyClient, receiver).finally(() => client.disconnect());
}

async function scenario(client: AnyClient, receiver: string): Promise<ClientReport> {
  const alice = new Keyring({ type: "sr25519" }).addFromUri("//Alice");
  const { account } = client.query.system;
  const free = async () => (await account(receiver)).data.free;
  const transfer = (value: bigint) => client.tx.balances.transferKeepAlive(receiver, value);
  /** Not with the library's `untilFinalized`, which never settles for a transaction that is refused. */
  const send = (value: bigint, options: { nonce?: number } = {}) =>
    new Promise<Sent>((resolve, reject) => {
      const sending = transfer(value).signAndSend(alice, options, (result) => {
        if (result.status.type === "Finalized") resolve(result);
      });
      sending.catch(reject);
    });

  const before = await free();
  const watched: bigint[] = [];
  const unwatch = await account(receiver, ({ data }) => watched.push(data.free));
  const heads = await threeHeads(client);
  const { partialFee } = await transfer(AMOUNT).paymentInfo(alice.address);
  const sent = await send(AMOUNT);
  const failed = await send(TOO_MUCH);
  const networks = await client.query.subtensorModule.networksAdded.entries();
  const report: ClientReport = {
    genesisHash: client.genesisHash,
    specVersion: client.runtimeVersion.specVersion,
    existentialDeposit: client.consts.balances.existentialDeposit,
    netuids: networks.map(([netuid]) => netuid).sort((a, b) => a - b),
    alphaPrice: await client.call.swapRuntimeApi.currentAlphaPrice(1),
    heads,
    fee: partialFee,
    before,
    watched,
    after: await free(),
    events: sent.events.map(({ event }) => `${event.pallet}.${nameOf(event.palletEvent)}`),
    failure: failureName(client, failed),
    refusal: await send(AMOUNT, { nonce: USED_NONCE }).then(() => "none", messageOf),
  };
  await unwatch();
  return report;
}

function threeHeads(client: AnyClient): Promise<number[]> {
  const heads: number[] = [];
  return new Promise((resolve, reject) => {
    const stopping = client.block.best(({ number }) => {
      heads.push(number);
      if (heads.length !== 3) return;
      Promise.resolve(stopping).then((stop) => stop(), reject);
      resolve(heads);
    });
  });
}

function nameOf(event: unknown): string {
  return typeof event === "string" ? event : String((event as { name: unknown }).name);
}

function failureName(client: AnyClient, { dispatchError }: Sent): string {
  if (!dispatchError) return "none";
  return client.registry.findErrorMeta(dispatchError)?.name ?? String(dispatchError.value ?? dispatchError.type);
}
