import { appendFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { developmentSpec } from "../chain/chain-spec.ts";
import { FollowingNode } from "../follow/following-node.ts";
import { Node } from "../node/node.ts";
import { temporaryFolder } from "../state/testing.ts";
import { alice, bob, signedBy, transferTo } from "../testing/signing.ts";
import { exportSnapshot } from "./export.ts";
import { entriesCodec, FrameWriter, KIND, readFrames, readInfo } from "./format.ts";
import { importSnapshot, inspectSnapshot } from "./import.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function newFolder(): string {
  const { dir, dispose } = temporaryFolder();
  cleanups.push(dispose);
  return dir;
}

async function start(dir: string, rpc: { port: number } | false = false): Promise<Node> {
  const node = await Node.start({ dir, sealing: "manual", log: "silent", rpc });
  cleanups.push(() => node.stop());
  return node;
}

let dir: string;
let file: string;

/** A chain of 12 blocks with a transfer in the tenth, and the snapshot of its tenth. */
beforeEach(async () => {
  dir = newFolder();
  file = join(newFolder(), "snapshot");
  const node = await start(dir);
  await node.time.step(9);
  await node.chain.submit(signedBy(node.chain, alice, transferTo(bob.accountId, 5n), { nonce: 0 }));
  await node.time.step(3);
  await node.stop();
  await exportSnapshot({ dir, file, block: 10 });
});

describe("a snapshot", () => {
  it("tells what it holds, and gives a node with the same state that makes the next block", async () => {
    const info = await inspectSnapshot(file);
    const target = newFolder();
    const progress: number[] = [];
    await importSnapshot({ file, dir: join(target, "new"), onProgress: ({ bytes, of }) => progress.push(bytes / of) });
    expect(progress.at(-1)).toBe(1);
    const origin = await start(dir);
    const node = await start(join(target, "new"));
    expect(info).toMatchObject({ number: 10, hash: node.chain.head().hash, genesisHash: origin.chain.genesisHash });
    expect(node.chain.head()).toEqual(origin.chain.header(10));
    expect(node.chain.body(10)).toEqual(origin.chain.body(10));
    expect(node.chain.body(9)).toBeUndefined();
    const keys = [...node.chain.readerAt().keys("0x")];
    expect(keys).toEqual([...origin.chain.readerAt(10).keys("0x")]);
    expect(info.entries).toBeGreaterThan(50);
    await node.time.step(2);
    expect(node.chain.head().number).toBe(12);
    expect(() => node.chain.readerAt(9)).toThrow("no longer kept");
  });

  it("is where a joining node may begin", async () => {
    const target = join(newFolder(), "new");
    await importSnapshot({ file, dir: target });
    const origin = await start(dir, { port: 0 });
    const options = { dir: target, join: origin.rpc!.url, rpc: false, log: "silent" } as const;
    const node = await FollowingNode.start(options);
    cleanups.push(() => node.stop());
    while (node.chain.head().number < 12) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(node.chain.head().hash).toBe(origin.chain.head().hash);
  });

  it("comes from a node that runs as well, which goes on meanwhile", async () => {
    const node = await start(dir);
    const running = join(newFolder(), "running");
    const [written] = await Promise.all([exportSnapshot({ dir, file: running, block: 10 }), node.time.step(3)]);
    expect(node.chain.head().number).toBe(15);
    expect(readFileSync(running)).toEqual(readFileSync(file));
    expect(await inspectSnapshot(running)).toMatchObject({ hash: written.hash, entries: written.entries });
    expect(readdirSync(dirname(running))).toEqual(["running"]);
    await node.time.step(1);
    expect(await exportSnapshot({ dir, file: running })).toMatchObject({ number: 16, hash: node.chain.head().hash });
  });

  it("needs a folder that holds a network", async () => {
    await expect(exportSnapshot({ dir: newFolder(), file })).rejects.toMatchObject({ code: "SNAPSHOT_NO_NETWORK" });
  });

  it("is not taken into a folder that holds a chain", async () => {
    await expect(importSnapshot({ file, dir })).rejects.toMatchObject({ code: "SNAPSHOT_FOLDER_IN_USE" });
    const other = newFolder();
    await (
      await Node.start({ dir: other, spec: developmentSpec({ name: "Other" }), rpc: false, sealing: "manual" })
    ).stop();
    await expect(importSnapshot({ file, dir: other })).rejects.toMatchObject({ code: "SNAPSHOT_OTHER_NETWORK" });
  });
});

describe("refuses a file that", () => {
  const refusal = async () => {
    const target = join(newFolder(), "new");
    const error = await importSnapshot({ file, dir: target }).catch((reason: unknown) => reason);
    const node = await start(target);
    expect(node.chain.head().number).toBe(0);
    return error;
  };
  /** Its line of JSON and its frames. */
  function parts(): [info: Record<string, unknown>, frames: Buffer] {
    const content = readFileSync(file);
    const end = content.indexOf(10) + 1;
    return [JSON.parse(content.toString("utf8", 0, end)), gunzipSync(content.subarray(end))];
  }
  function rewrite(info: Record<string, unknown>, frames: Buffer): void {
    writeFileSync(file, `${JSON.stringify(info)}\n`);
    appendFileSync(file, gzipSync(frames));
  }

  it("is cut short, anywhere", async () => {
    const { length } = readFileSync(file);
    for (const cut of [length - 1, length - 100, Math.floor(length / 2), 60]) {
      truncateSync(file, cut);
      expect(await refusal()).toMatchObject({ code: "SNAPSHOT_CUT_SHORT" });
    }
    await exportSnapshot({ dir, file });
    const [info, frames] = parts();
    rewrite(info, frames.subarray(0, frames.length - 200));
    expect(await refusal()).toMatchObject({ code: "SNAPSHOT_CUT_SHORT" });
  });

  it("was altered, wherever", async () => {
    const [info, frames] = parts();
    for (const at of [frames.length - 10, frames.length - 5_000, Math.floor(frames.length / 2), 100]) {
      const changed = Buffer.from(frames);
      changed[at] ^= 1;
      rewrite(info, changed);
      expect(await refusal()).toMatchObject({ code: "SNAPSHOT_ALTERED" });
    }
    rewrite({ ...info, number: 11 }, frames);
    expect(await refusal()).toMatchObject({ code: "SNAPSHOT_ALTERED" });
    rewrite(info, frames);
    expect((await inspectSnapshot(file)).number).toBe(10);
  });

  it("was altered with its checksum made to fit: the root tells", async () => {
    const [info] = parts();
    const writer = new FrameWriter();
    const forged: Buffer[] = [];
    let count = 0;
    const { begins } = await readInfo(file);
    for await (const { kind, payload } of readFrames(file, begins)) {
      if (kind === KIND.network) forged.push(writer.pack(kind, payload));
      else {
        const entries = entriesCodec.decode(payload);
        entries[0]![1] = Uint8Array.of(1, 2, 3);
        count += entries.length;
        forged.push(writer.pack(kind, entriesCodec.encode(entries)));
      }
    }
    rewrite(info, Buffer.concat([...forged, writer.end(count)]));
    await inspectSnapshot(file);
    const error = await refusal();
    expect(error).toMatchObject({ code: "SNAPSHOT_ALTERED" });
    expect((error as Error).message).toContain(`not ${info["stateRoot"]}`);
  });

  it("is of a newer version, is no snapshot, or is not there", async () => {
    const [info, frames] = parts();
    rewrite({ ...info, myelinSnapshot: 2 }, frames);
    expect(await refusal()).toMatchObject({ code: "SNAPSHOT_NEWER" });
    writeFileSync(file, "words");
    expect(await refusal()).toMatchObject({ code: "SNAPSHOT_NOT_ONE" });
    file = join(dir, "nothing");
    expect(await refusal()).toMatchObject({ code: "SNAPSHOT_FILE" });
  });
});
