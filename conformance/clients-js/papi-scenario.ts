import { AMOUNT, type ClientReport, messageOf, TOO_MUCH, USED_NONCE } from "./report.ts";

/** The little of a client of polkadot-api that the scenario uses: alike in both lines of the library. */
export interface PapiClient {
  getUnsafeApi(): unknown;
  getChainSpecData(): Promise<{ genesisHash: string }>;
  readonly finalizedBlock$: Observable<{ number: number }>;
  destroy(): void;
}

interface Observable<T> {
  subscribe(observer: { next: (value: T) => void; error: (error: unknown) => void }): { unsubscribe(): void };
}

interface Account {
  readonly data: { readonly free: bigint };
}

interface Result {
  readonly ok: boolean;
  readonly events: readonly { readonly type: string; readonly value: { readonly type: string } }[];
  readonly dispatchError?: { readonly type: string; readonly value?: { readonly type?: string } };
}

interface Transaction<Signer> {
  getEstimatedFees(from: string): Promise<bigint>;
  signAndSubmit(signer: Signer, options?: { nonce?: number }): Promise<Result>;
}

/** What the library offers where it has no generated descriptors, as far as the scenario goes. */
interface UnsafeApi<Signer> {
  readonly query: {
    readonly System: {
      readonly Account: {
        getValue(who: string): Promise<Account>;
        watchValue(who: string, at: unknown): Observable<Account | { value: Account }>;
      };
    };
    readonly SubtensorModule: { readonly NetworksAdded: { getEntries(): Promise<{ keyArgs: [number] }[]> } };
  };
  readonly constants: { readonly Balances: { ExistentialDeposit(): Promise<bigint> } };
  readonly apis: {
    readonly Core: { version(): Promise<{ spec_version: number }> };
    readonly SwapRuntimeApi: { current_alpha_price(netuid: number): Promise<bigint> };
  };
  readonly tx: { readonly Balances: { transfer_keep_alive(args: object): Transaction<Signer> } };
}

/** How a release is asked to follow a value at the best block. */
export type WatchAt = "best" | { readonly at: "best" };

export async function papiScenario<Signer>(
  client: PapiClient,
  signer: Signer,
  sender: string,
  receiver: string,
  watchAt: WatchAt,
): Promise<ClientReport> {
  const api = client.getUnsafeApi() as UnsafeApi<Signer>;
  const { Account } = api.query.System;
  const free = async () => (await Account.getValue(receiver)).data.free;
  const transfer = (value: bigint) =>
    api.tx.Balances.transfer_keep_alive({ dest: { type: "Id", value: receiver }, value });

  const { genesisHash } = await client.getChainSpecData();
  const before = await free();
  const watched: bigint[] = [];
  const watching = Account.watchValue(receiver, watchAt).subscribe({
    next: (account) => watched.push(("value" in account ? account.value : account).data.free),
    error: () => {},
  });
  const heads = await someHeads(client);
  const fee = await transfer(AMOUNT).getEstimatedFees(sender);
  const sent = await transfer(AMOUNT).signAndSubmit(signer);
  const failed = await transfer(TOO_MUCH).signAndSubmit(signer);
  const refusal = await transfer(AMOUNT)
    .signAndSubmit(signer, { nonce: USED_NONCE })
    .then(() => "none", messageOf);
  const entries = await api.query.SubtensorModule.NetworksAdded.getEntries();
  const report: ClientReport = {
    genesisHash,
    specVersion: (await api.apis.Core.version()).spec_version,
    existentialDeposit: await api.constants.Balances.ExistentialDeposit(),
    netuids: entries.map(({ keyArgs: [netuid] }) => netuid).sort((a, b) => a - b),
    alphaPrice: await api.apis.SwapRuntimeApi.current_alpha_price(1),
    heads,
    fee,
    before,
    watched,
    after: await free(),
    events: sent.events.map((event) => `${event.type}.${event.value.type}`),
    failure: failed.ok ? "none" : (failed.dispatchError?.value?.type ?? failed.dispatchError?.type ?? "unknown"),
    refusal,
  };
  watching.unsubscribe();
  return report;
}

function someHeads(client: PapiClient): Promise<number[]> {
  const heads: number[] = [];
  return new Promise((resolve, reject) => {
    const subscription = client.finalizedBlock$.subscribe({
      next({ number }) {
        heads.push(number);
        if (heads.length < 3) return;
        queueMicrotask(() => subscription.unsubscribe());
        resolve(heads);
      },
      error: reject,
    });
  });
}
