import {
  type CallValue,
  type EraValue,
  type Hash,
  IMMORTAL,
  type MultiSignatureValue,
  type Runtime,
} from "@myelin/frame";
import { type Keypair, keypairFromUri } from "@myelin/primitives/keys";

/** What signing needs to know of a chain. */
export interface SigningChain {
  readonly runtime: Runtime;
  readonly genesisHash: Hash;
  head(): { readonly number: number };
  header(number: number): { readonly hash: Hash } | undefined;
}

export interface SigningOptions {
  readonly nonce: number;
  readonly era?: EraValue;
  readonly tip?: bigint;
  /** Block in which the era is read; the next one unless given. */
  readonly blockNumber?: number;
  /** Another network's, to sign what this one must refuse. */
  readonly genesisHash?: Hash;
  /** Puts another signature in place of the good one. */
  readonly signature?: (message: Uint8Array) => MultiSignatureValue;
}

export const [alice, bob, charlie, dave, eve] = ["Alice", "Bob", "Charlie", "Dave", "Eve"].map((name) =>
  keypairFromUri(`//${name}`),
) as [Keypair, Keypair, Keypair, Keypair, Keypair];

export function transferTo(dest: Hash, value: bigint): CallValue {
  return {
    type: "Balances",
    value: { type: "transfer_keep_alive", value: { dest: { type: "Id", value: dest }, value } },
  };
}

export function remark(bytes: Uint8Array): CallValue {
  return { type: "System", value: { type: "remark", value: { remark: bytes } } };
}

/** A signed extrinsic of the Myelin runtime. */
export function signedBy(
  chain: SigningChain,
  key: Keypair,
  call: CallValue,
  { nonce, era = IMMORTAL, tip = 0n, blockNumber, genesisHash, signature }: SigningOptions,
): Uint8Array {
  const extra = [{}, {}, {}, {}, era, nonce, {}, tip, {}, {}, {}, {}, { mode: "Disabled" }];
  const message = chain.runtime.signingPayload(call, extra, {
    genesisHash: genesisHash ?? chain.genesisHash,
    blockNumber: blockNumber ?? chain.head().number + 1,
    blockHash: (number) => chain.header(number)?.hash,
  });
  const proof = signature?.(message) ?? { type: "Sr25519", value: key.sign(message) };
  return chain.runtime.encodeSigned(call, { type: "Id", value: key.accountId }, proof, extra);
}
