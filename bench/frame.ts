import { type CallValue, type Runtime, u64, ZERO_HASH } from "@myelin/frame";
import { keypairFromUri } from "@myelin/primitives/keys";
import { createMyelinRuntime, developmentConfig, slotDigest, TIMESTAMP_INHERENT } from "@myelin/runtime";
import { callOf, TestChain } from "@myelin/runtime/testing/harness";
import { Metadata, TypeRegistry } from "@polkadot/types";
import type { Row } from "./row.ts";

const UIDS = 256;
const alice = keypairFromUri("//Alice");
const bob = keypairFromUri("//Bob");
const EXTRA = [{}, {}, {}, {}, { type: "Immortal" }, 0, {}, 0n, {}, {}, {}, {}, { mode: "Disabled" }];

/** The frame against @polkadot/types 16.5, one thread. */
export async function run(): Promise<Row[]> {
  const runtime = createMyelinRuntime(developmentConfig);
  return [...assembly(runtime), ...decoding(runtime), ...execution()];
}

/** The better of three rounds of `count` calls, per second. */
function perSecond(count: number, action: () => unknown): number {
  let best = 0;
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    for (let i = 0; i < count; i++) action();
    best = Math.max(best, (1000 * count) / (performance.now() - start));
  }
  return best;
}

const alone = (name: string, ours: number, unit: string): Row => ({ name, ours, anchor: null, unit, ratio: null });

function assembly(runtime: Runtime): Row[] {
  const fresh = () => createMyelinRuntime(developmentConfig);
  return [
    alone("assemble the runtime", 1000 / perSecond(10, fresh), "ms"),
    alone("assemble it and make metadata V15", 1000 / perSecond(5, () => fresh().metadata(15)), "ms"),
    alone("metadata V15", runtime.metadata(15).length, "bytes"),
  ];
}

function signed(runtime: Runtime, call: CallValue): Uint8Array {
  const signature = { type: "Sr25519", value: new Uint8Array(64).fill(1) } as const;
  return runtime.encodeSigned(call, { type: "Id", value: alice.accountId }, signature, EXTRA);
}

const transfer = callOf("Balances", "transfer_keep_alive", {
  dest: { type: "Id", value: bob.accountId },
  value: 1_000n,
});
const uids = Array.from({ length: UIDS }, (_, uid) => uid);
const weights = callOf("SubtensorModule", "set_weights", { netuid: 1, dests: uids, weights: uids, version_key: 0n });

function decoding(runtime: Runtime): Row[] {
  const registry = new TypeRegistry();
  registry.setMetadata(new Metadata(registry, runtime.metadata(14)));
  const row = (name: string, call: CallValue, count: number): Row => {
    const bytes = signed(runtime, call);
    const ours = perSecond(count, () => runtime.decodeExtrinsic(bytes));
    const anchor = perSecond(count / 20, () => registry.createType("Extrinsic", bytes));
    return { name: `decode ${name} (@polkadot/types)`, ours, anchor, unit: "ops/s", ratio: ours / anchor };
  };
  return [row("a signed transfer", transfer, 40_000), row(`set_weights of ${UIDS} uids`, weights, 10_000)];
}

function execution(): Row[] {
  const chain = new TestChain();
  const { runtime, state } = chain;
  const parent = { number: 0, hash: ZERO_HASH };
  const extrinsic = runtime.decodeExtrinsic(signed(runtime, transfer));
  const validator = runtime.validator(state, parent);
  const now = 1_700_000_000_000n;
  const digest = [slotDigest(now / BigInt(developmentConfig.blockTime))];
  const block = () => {
    const executor = runtime.startBlock(state, { number: 1, parentHash: ZERO_HASH, digest });
    for (const inherent of executor.inherents(new Map([[TIMESTAMP_INHERENT, u64.codec.encode(now)]]))) {
      executor.applyExtrinsic(inherent);
    }
    return executor;
  };
  const transfers = (count: number) => {
    const executor = block();
    for (let nonce = 0; nonce < count; nonce++) executor.applyExtrinsic({ ...extrinsic, extra: EXTRA.with(5, nonce) });
    return executor.finish();
  };
  return [
    alone(
      "validate a transfer",
      perSecond(2_000, () => validator.validate(extrinsic, "External")),
      "ops/s",
    ),
    alone("apply a transfer, blocks of 1,000", 1_000 * perSecond(1, () => transfers(1_000)), "ops/s"),
    alone("an empty block", 1000 / perSecond(20, () => block().finish()), "ms"),
  ];
}
