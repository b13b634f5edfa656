import { ApiPromise, Keyring, WsProvider } from "@polkadot/api";
import type { ApiTypes, SubmittableExtrinsic } from "@polkadot/api/types";
import type { KeyringPair } from "@polkadot/keyring/types";
import type { ISubmittableResult } from "@polkadot/types/types";
import { AMOUNT, type ClientReport, messageOf, TOO_MUCH, USED_NONCE } from "./report.ts";

type Sendable = SubmittableExtrinsic<ApiTypes & "promise">;

interface WithFree {
  readonly data: { readonly free: { toBigInt(): bigint } };
}

/** `@polkadot/api`, which the polkadot.js app is made with. */
export async function runPolkadotJs(url: string, receiver: string): Promise<ClientReport> {
  const api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true });
  try {
    const alice = new Keyring({ type: "sr25519" }).addFromUri("//Alice");
    const free = async () =>
      ((await api.query["system"]!["account"]!(receiver)) as unknown as WithFree).data.free.toBigInt();
    const transfer = (value: bigint) => api.tx["balances"]!["transferKeepAlive"]!(receiver, value);

    const before = await free();
    const watched: bigint[] = [];
    const unwatch = await api.query["system"]!["account"]!(receiver, (account: unknown) => {
      watched.push((account as WithFree).data.free.toBigInt());
    });
    const heads = await twoHeads(api);
    const fee = (await transfer(AMOUNT).paymentInfo(alice)).partialFee.toBigInt();
    const sent = await send(transfer(AMOUNT), alice);
    const failed = await send(transfer(TOO_MUCH), alice);
    const report: ClientReport = {
      genesisHash: api.genesisHash.toHex(),
      specVersion: api.runtimeVersion.specVersion.toNumber(),
      existentialDeposit: BigInt(api.consts["balances"]!["existentialDeposit"]!.toString()),
      netuids: await netuids(api),
      alphaPrice: BigInt((await api.call["swapRuntimeApi"]!["currentAlphaPrice"]!(1)).toString()),
      heads,
      fee,
      before,
      watched,
      after: await free(),
      events: sent.events.map(({ event }) => `${capital(event.section)}.${event.method}`),
      failure: failed.dispatchError ? errorName(api, failed) : "none",
      refusal: await send(transfer(AMOUNT), alice, { nonce: USED_NONCE }).then(() => "none", messageOf),
    };
    (unwatch as unknown as () => void)();
    return report;
  } finally {
    await api.disconnect();
  }
}

function twoHeads(api: ApiPromise): Promise<number[]> {
  const heads: number[] = [];
  return new Promise((resolve, reject) => {
    const unsubscribing = api.rpc.chain.subscribeNewHeads((head) => {
      heads.push(head.number.toNumber());
      if (heads.length < 3) return;
      unsubscribing.then((unsubscribe) => unsubscribe(), reject);
      resolve(heads);
    });
    unsubscribing.catch(reject);
  });
}

async function netuids(api: ApiPromise): Promise<number[]> {
  const entries = await api.query["subtensorModule"]!["networksAdded"]!.entries();
  return entries.map(([key]) => Number(key.args[0]!.toString())).sort((a, b) => a - b);
}

/** Resolves once the extrinsic is final. */
function send(extrinsic: Sendable, signer: KeyringPair, options: { nonce?: number } = {}): Promise<ISubmittableResult> {
  return new Promise((resolve, reject) => {
    const sending = extrinsic.signAndSend(signer, options, (result: ISubmittableResult) => {
      if (result.isFinalized) resolve(result);
      else if (result.isError) reject(new Error(result.status.type));
    });
    sending.catch(reject);
  });
}

function errorName(api: ApiPromise, { dispatchError }: ISubmittableResult): string {
  if (dispatchError?.isModule) return api.registry.findMetaError(dispatchError.asModule).name;
  if (dispatchError?.isToken) return dispatchError.asToken.type;
  return dispatchError?.type ?? "none";
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
