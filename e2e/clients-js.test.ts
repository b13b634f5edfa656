import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Node } from "@myelin/node/node/node";
import { keypairFromUri } from "@myelin/primitives";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runDedot, runDedotLegacy } from "../conformance/clients-js/dedot.ts";
import { runPapi1 } from "../conformance/clients-js/papi-1.ts";
import { runPapi2 } from "../conformance/clients-js/papi-2.ts";
import { runPolkadotJs } from "../conformance/clients-js/polkadot-js.ts";
import { AMOUNT, type ClientRun, within } from "../conformance/clients-js/report.ts";

const CLIENTS: readonly (readonly [name: string, run: ClientRun])[] = [
  ["@polkadot/api 16.5.6", runPolkadotJs],
  ["polkadot-api 2.2.2", runPapi2],
  ["polkadot-api 1.23.3", runPapi1],
  ["dedot 1.3.0", runDedot],
  ["dedot 1.3.0, older methods", runDedotLegacy],
];

describe("JavaScript clients, as published", () => {
  const dir = mkdtempSync(join(tmpdir(), "myelin-clients-"));
  let node: Node;

  beforeAll(async () => {
    node = await Node.start({ dir, blockTime: 500, rpc: { port: 0 } });
    await node.time.step(3);
  });
  afterAll(async () => {
    await node?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it.each(CLIENTS)("%s connects, reads, subscribes, sends to finality and reads events", async (name, run) => {
    const receiver = keypairFromUri(`//Receiver//${name}`).address;
    const report = await within(60_000, name, run(node.rpc!.url, receiver));

    expect(report.genesisHash).toBe(node.chain.genesisHash);
    expect(report.specVersion).toBe(425);
    expect(report.existentialDeposit).toBe(500n);
    expect(report.netuids).toEqual([0, 1]);
    expect(report.alphaPrice).toBeGreaterThan(0n);
    const [first] = report.heads;
    expect(report.heads).toEqual(report.heads.map((_, index) => first! + index));
    expect(report.fee).toBeGreaterThan(0n);
    expect(report.after - report.before).toBe(AMOUNT);
    expect(report.watched.at(-1)).toBe(report.after);
    expect(report.events).toEqual(expect.arrayContaining(["Balances.Transfer", "System.ExtrinsicSuccess"]));
    expect(report.failure).toBe("FundsUnavailable");
    expect(report.refusal).toMatch(/outdated|Stale/);
  });
});
