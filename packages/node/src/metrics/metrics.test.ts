import { expect, it } from "vitest";
import { Node } from "../node/node.ts";
import { temporaryFolder } from "../state/testing.ts";
import { alice, bob, signedBy, transferTo } from "../testing/signing.ts";

it("counts blocks, extrinsics and what waits", async () => {
  const { dir, dispose } = temporaryFolder();
  const node = await Node.start({ dir, sealing: "manual", rpc: false, log: "silent" });
  const value = async (name: string) => {
    const text = await node.metrics.registry.metrics();
    return Number(new RegExp(`^${name} (.+)$`, "m").exec(text)?.[1]);
  };
  await node.chain.submit(signedBy(node.chain, alice, transferTo(bob.accountId, 5n), { nonce: 0 }));
  await node.chain.submit(signedBy(node.chain, alice, transferTo(bob.accountId, 5n), { nonce: 7 }));
  expect(await value('myelin_pool_transactions\\{state="ready"\\}')).toBe(1);
  expect(await value('myelin_pool_transactions\\{state="future"\\}')).toBe(1);
  await node.time.step(3);
  expect(await value("myelin_block_height")).toBe(3);
  expect(await value("myelin_extrinsics_total")).toBe(7);
  expect(await value('myelin_pool_transactions\\{state="ready"\\}')).toBe(0);
  expect(await value("myelin_block_interval_seconds_count")).toBe(3);
  await node.stop();
  dispose();
});
