/** Started by the crash test: a node under load, which says of every committed block that it is safe, until it is killed. */
import { writeSync } from "node:fs";
import { S as System } from "@myelin/runtime/pallets/system/storage";
import { Node } from "../node/node.ts";
import { alice, bob, charlie, signedBy, transferTo } from "./signing.ts";

const node = await Node.start({ dir: process.argv[2]!, rpc: false, blockTime: 50, pruning: 16, log: "error" });
const { chain } = node;
const head = chain.head();
writeSync(1, `start ${head.number} ${head.hash}\n`);
chain.onBlock(({ number, hash }) => writeSync(1, `block ${number} ${hash}\n`));

const senders = [alice, bob, charlie].map((key) => ({
  key,
  nonce: chain.runtime.query(chain.readerAt(), head, (ctx) => System.Account.get(ctx, key.accountId).nonce),
}));
for (let i = 0; ; i++) {
  const sender = senders[i % senders.length]!;
  const dest = `0x${(head.number * 100_000 + i).toString(16).padStart(64, "0")}` as const;
  await chain.submit(signedBy(chain, sender.key, transferTo(dest, 1_000n), { nonce: sender.nonce++ }));
  await new Promise((resolve) => setTimeout(resolve, chain.pool.status.ready > 200 ? 50 : 1));
}
