/**
 * The other side of the benchmark, in a process of its own: signs transfers ahead of time, then sends them over one
 * WebSocket as fast as the node answers, with a bounded number of requests under way.
 *
 * Arguments: URL, hash of genesis, number of accounts, transfers, seconds. Prints `signed` and then `sent N`.
 */
import type { Hash } from "@myelin/frame";
import { toHex } from "@myelin/primitives/hex";
import { keypairFromUri } from "@myelin/primitives/keys";
import { createMyelinRuntime, developmentConfig } from "@myelin/runtime";
import { WebSocket } from "ws";
import { signedBy, transferTo } from "../../packages/node/src/testing/signing.ts";
import { benchAccount } from "./accounts.ts";

const IN_FLIGHT = 1_000;
const [url, genesisHash, accounts, transfers, seconds] = process.argv.slice(2) as [
  string,
  Hash,
  string,
  string,
  string,
];

const runtime = createMyelinRuntime(developmentConfig);
const chain = { runtime, genesisHash, head: () => ({ number: 0 }), header: () => ({ hash: genesisHash }) };
const keys = Array.from({ length: Number(accounts) }, (_, i) => keypairFromUri(benchAccount(i)));
const requests = Array.from({ length: Number(transfers) }, (_, id) => {
  const from = keys[id % keys.length]!;
  const to = keys[(id * 7 + 1) % keys.length]!;
  const nonce = Math.floor(id / keys.length);
  const params = [toHex(signedBy(chain, from, transferTo(to.accountId, 1_000n), { nonce }))];
  return JSON.stringify({ jsonrpc: "2.0", id, method: "author_submitExtrinsic", params });
});
console.log("signed");

const socket = new WebSocket(url);
await new Promise((resolve) => socket.once("open", resolve));
let sent = 0;
let answered = 0;
let refused = 0;
const send = () => {
  while (sent < requests.length && sent - answered < IN_FLIGHT) socket.send(requests[sent++]!);
};
socket.on("message", (data) => {
  answered += 1;
  const answer = JSON.parse(data.toString()) as { error?: unknown };
  if (answer.error !== undefined && refused++ === 0) console.error("refused:", JSON.stringify(answer.error));
  send();
});
send();
await new Promise((resolve) => setTimeout(resolve, Number(seconds) * 1_000));
console.log(`sent ${answered - refused}`);
process.exit(0);
