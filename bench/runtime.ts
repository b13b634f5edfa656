/** How fast the runtime takes, checks and executes transfers, one thread, signatures aside. */
import { keypairFromUri } from "@myelin/primitives/keys";
import { account, callOf, id, TestChain } from "@myelin/runtime/testing/harness";
import type { Row } from "./row.ts";

const COUNT = 2_000;

function perSecond(name: string, count: number, work: () => void): Row {
  const start = performance.now();
  work();
  const ours = Math.round((count * 1_000) / (performance.now() - start));
  return { name, ours, anchor: null, unit: "1/s", ratio: null };
}

export async function run(): Promise<Row[]> {
  const chain = new TestChain();
  const alice = keypairFromUri("//Alice");
  const call = callOf("Balances", "transfer_keep_alive", { dest: id(account("Bob")), value: 1_000_000_000n });
  const signedTransfers = Array.from({ length: COUNT }, (_, nonce) => chain.sign(alice, call, { nonce }));
  const decoded = signedTransfers.map((bytes) => chain.runtime.decodeExtrinsic(bytes));
  const validator = chain.runtime.validator(chain.state, { number: chain.number - 1, hash: chain.genesisHash });
  return [
    perSecond("decode a signed transfer", COUNT, () => {
      for (const bytes of signedTransfers) chain.runtime.decodeExtrinsic(bytes);
    }),
    perSecond("validate a transfer for the pool", COUNT, () => {
      for (const extrinsic of decoded) validator.validate(extrinsic, "External");
    }),
    perSecond("execute a transfer", COUNT, () => {
      for (const extrinsic of decoded) chain.apply(extrinsic);
    }),
    perSecond("empty blocks", 200, () => chain.nextBlock(200)),
  ];
}
