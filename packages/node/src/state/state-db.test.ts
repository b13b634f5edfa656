import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { StorageKey } from "@myelin/frame";
import { toHex } from "@myelin/primitives/hex";
import { validateProofs } from "@polkadot-api/substrate-bindings";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Change, trieRoot } from "../trie/index.ts";
import { explain } from "./errors.ts";
import { StateDb } from "./state-db.ts";
import {
  applyChanges,
  blockOf,
  bytesOf,
  changesOf,
  digest,
  hashOf,
  keyOf,
  temporaryFolder,
  writeEmptyGenesis,
} from "./testing.ts";

let folder: ReturnType<typeof temporaryFolder>;
const opened: StateDb[] = [];

async function open(options: Parameters<typeof StateDb.open>[1] = {}): Promise<StateDb> {
  const db = await StateDb.open(folder.dir, options);
  opened.push(db);
  return db;
}

async function close(db: StateDb): Promise<void> {
  opened.splice(opened.indexOf(db), 1);
  await db.close();
}

async function create(options: Parameters<typeof StateDb.open>[1] = {}): Promise<StateDb> {
  const db = await open(options);
  await writeEmptyGenesis(db);
  return db;
}

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(async () => {
  for (const db of opened.splice(0)) await db.close();
  folder.dispose();
});

/** States by height, from genesis on. */
function modelOf(blocks: readonly (readonly Change[])[]): Map<StorageKey, Uint8Array>[] {
  const states = [new Map<StorageKey, Uint8Array>()];
  for (const changes of blocks) {
    const next = new Map(states[states.length - 1]!);
    applyChanges(next, changes);
    states.push(next);
  }
  return states;
}

function expectState(db: StateDb, height: number, state: Map<StorageKey, Uint8Array>): void {
  const reader = db.at(height);
  const keys = [...reader.keys("0x")];
  expect(keys).toEqual([...state.keys()].sort());
  for (const key of keys) expect(reader.get(key)).toEqual(state.get(key));
  for (let index = 0; index < 300; index += 17) {
    const key = keyOf(index);
    expect(reader.get(key)).toEqual(state.get(key));
  }
}

describe("a chain of blocks", () => {
  it("reads every height, before and after opening again", async () => {
    const blocks = Array.from({ length: 30 }, (_, index) => changesOf(index + 1));
    const states = modelOf(blocks);
    let db = await create({ checkpointBlocks: 7, pruning: "archive" });
    for (let number = 1; number <= 30; number++) {
      const update = db.computeRoot(blocks[number - 1]!);
      expect(update.root).toBe(toHex(trieRoot(states[number]!, 1)));
      await db.commit({ ...blockOf(number), update });
      expect(db.head).toEqual({ number, hash: hashOf(number), root: update.root });
    }
    states.forEach((state, height) => {
      expectState(db, height, state);
    });
    await close(db);
    db = await open({ pruning: "archive" });
    expect(db.head.number).toBe(30);
    states.forEach((state, height) => {
      expectState(db, height, state);
    });
  });

  it("lists the keys below a prefix and after a key, at any height", async () => {
    const blocks = Array.from({ length: 12 }, (_, index) => changesOf(index + 1, 60));
    const states = modelOf(blocks);
    const db = await create({ checkpointBlocks: 4 });
    for (let number = 1; number <= 12; number++) await db.commit(blockOf(number, blocks[number - 1]));
    const index = fc.integer({ min: 0, max: 299 });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 12 }),
        index,
        index,
        fc.constantFrom(2, 4, 6, 34),
        (height, a, b, length) => {
          const prefix = keyOf(a).slice(0, length) as StorageKey;
          const expected = [...states[height]!.keys()].filter((key) => key.startsWith(prefix)).sort();
          const reader = db.at(height);
          expect([...reader.keys(prefix)]).toEqual(expected);
          expect([...reader.keys(prefix, keyOf(b))]).toEqual(expected.filter((key) => key > keyOf(b)));
        },
      ),
      { numRuns: 150 },
    );
  });

  it("keeps blocks by number and hash", async () => {
    const db = await create();
    const block = { ...blockOf(1), justification: bytesOf("j"), events: bytesOf("e") };
    await db.commit(block);
    const { changes: _, ...kept } = block;
    expect(db.block(1)).toEqual(kept);
    expect(db.block(hashOf(1))).toEqual(db.block(1));
    expect(db.header(hashOf(0))?.number).toBe(0);
    expect(db.block(hashOf(7))).toBeUndefined();
    expect(db.block(7)).toBeUndefined();
    expect(db.genesisHash).toBe(hashOf(0));
    expect(db.finalized).toEqual({ number: 1, hash: hashOf(1) });
  });

  it("leaves a reader and its iteration at their height while blocks are committed", async () => {
    const db = await create({ checkpointBlocks: 2 });
    const many: Change[] = Array.from({ length: 200 }, (_, index) => [
      `0x01${index.toString(16).padStart(4, "0")}`,
      Uint8Array.of(1),
    ]);
    await db.commit(blockOf(1, many));
    const reader = db.reader();
    const seen: string[] = [];
    for (const key of reader.keys("0x01")) {
      seen.push(key);
      if (seen.length % 40 !== 0) continue;
      const number = db.head.number + 1;
      await db.commit(
        blockOf(number, [...many.map(([one]) => [one, undefined] as const), ["0x0100", Uint8Array.of(2)]]),
      );
    }
    expect(seen).toEqual(many.map(([key]) => key));
    expect(reader.get("0x010000")).toEqual(Uint8Array.of(1));
    expect([...db.reader().keys("0x01")]).toEqual(["0x0100"]);
  });

  it("does not take a block that is not the next, and says so", async () => {
    const db = await create();
    await expect(db.commit(blockOf(2))).rejects.toMatchObject({ code: "STATE_COMMIT_ORDER" });
    const first = db.commit(blockOf(1));
    await expect(db.commit(blockOf(1))).rejects.toMatchObject({ code: "STATE_COMMIT_ORDER" });
    await first;
    await expect(db.commit(blockOf(2, [["0x", Uint8Array.of(1)]]))).rejects.toMatchObject({
      code: "STATE_KEY_UNSUPPORTED",
    });
    expect(db.head.number).toBe(1);
  });

  it("computes a root anew when it was computed on another head", async () => {
    const db = await create();
    const stale = db.computeRoot(changesOf(2));
    await db.commit(blockOf(1));
    await db.commit({ ...blockOf(2), update: stale });
    const state = modelOf([changesOf(1), changesOf(2)])[2]!;
    expect(db.head.root).toBe(toHex(trieRoot(state, 1)));
  });
});

describe("genesis", () => {
  it("builds the root of many entries and starts a chain on them", async () => {
    const entries = new Map(
      Array.from({ length: 50_000 }, (_, index): [StorageKey, Uint8Array] => [
        toHex(digest("account", index)),
        bytesOf("value", index).subarray(0, index % 33),
      ]),
    );
    const db = await open();
    let root = "";
    await db.writeGenesis(entries, (computed) => {
      root = computed;
      return { hash: hashOf(0), header: bytesOf("header", 0) };
    });
    expect(root).toBe(toHex(trieRoot(entries, 1)));
    await db.commit(blockOf(1));
    applyChanges(entries, changesOf(1));
    expect(db.head.root).toBe(toHex(trieRoot(entries, 1)));
  });

  it("is demanded before a head is read, and taken once", async () => {
    const db = await open();
    expect(() => db.head).toThrowError(expect.objectContaining({ code: "STATE_EMPTY" }));
    await writeEmptyGenesis(db);
    await expect(writeEmptyGenesis(db)).rejects.toMatchObject({ code: "STATE_COMMIT_ORDER" });
  });
});

describe("pruning", () => {
  it("keeps the last heights and drops the rest", async () => {
    const blocks = Array.from({ length: 40 }, (_, index) => changesOf(index + 1));
    const states = modelOf(blocks);
    let db = await create({ checkpointBlocks: 3, pruning: 10 });
    for (let number = 1; number <= 40; number++) await db.commit(blockOf(number));
    await close(db);
    db = await open({ checkpointBlocks: 3, pruning: 10 });
    expect(db.oldestState).toBe(30);
    for (let height = 30; height <= 40; height++) expectState(db, height, states[height]!);
    expect(() => db.at(29)).toThrowError(expect.objectContaining({ code: "STATE_PRUNED" }));
    expect(() => db.at(41)).toThrowError(expect.objectContaining({ code: "STATE_UNKNOWN_BLOCK" }));
    expect(db.block(1)?.number).toBe(1);
  });

  it("stops a reader whose height is gone instead of misleading it", async () => {
    const db = await create({ checkpointBlocks: 1, pruning: 2 });
    await db.commit(blockOf(1));
    const reader = db.at(1);
    for (let number = 2; number <= 12; number++) await db.commit(blockOf(number));
    expect(db.oldestState).toBeGreaterThan(1);
    expect(() => reader.get(keyOf(1))).toThrowError(expect.objectContaining({ code: "STATE_PRUNED" }));
  });
});

describe("proofs", () => {
  it("lead to the root of their height", async () => {
    const db = await create({ checkpointBlocks: 4 });
    const roots = [db.head.root];
    for (let number = 1; number <= 10; number++) {
      await db.commit(blockOf(number));
      roots.push(db.head.root);
    }
    for (let height = 1; height <= 10; height++) {
      const keys = [...db.at(height).keys("0x")].slice(0, 5);
      const proof = db.readProof([...keys, "0xabcd", "0x", `0x${"ab".repeat(2_000)}`], height);
      expect(validateProofs(proof.map((node) => toHex(node)))?.rootHash).toBe(roots[height]);
      expect(toHex(db.closestDescendantMerkleValue("0x", height)!)).toBe(roots[height]);
    }
  });
});

describe("a data folder", () => {
  it("is held by one owner, and taken over from a dead one", async () => {
    const db = await create();
    await expect(StateDb.open(folder.dir)).rejects.toMatchObject({ code: "NODE_DIR_IN_USE" });
    expect(db.head.number).toBe(0);
    await close(db);
    writeFileSync(join(folder.dir, "LOCK"), JSON.stringify({ pid: process.pid, started: "1" }));
    expect((await open()).head.number).toBe(0);
  });

  it("of another network is refused and left as it is", async () => {
    const db = await create({ network: "0xaa" });
    await close(db);
    await expect(StateDb.open(folder.dir, { network: "0xbb" })).rejects.toMatchObject({ code: "NODE_OTHER_NETWORK" });
    expect((await open({ network: "0xaa" })).head.number).toBe(0);
  });

  it("that cannot be made or written to is named", async () => {
    const file = join(folder.dir, "file");
    writeFileSync(file, "");
    await expect(StateDb.open(join(file, "data"))).rejects.toMatchObject({ code: "NODE_DIR_NOT_WRITABLE" });
    if (process.getuid?.() === 0) return;
    chmodSync(folder.dir, 0o500);
    await expect(StateDb.open(folder.dir)).rejects.toMatchObject({ code: "NODE_DIR_NOT_WRITABLE" });
    chmodSync(folder.dir, 0o700);
  });

  it.each(["noise", "no meta", "cut short"])("with damaged data is refused: %s", async (kind) => {
    const db = await create();
    await db.commit(blockOf(1, changesOf(1, 250)));
    await close(db);
    const path = join(folder.dir, "chain.mdb");
    const bytes = readFileSync(path);
    if (kind !== "cut short") bytes.fill(kind === "noise" ? 0xa5 : 0, 0, 8192);
    writeFileSync(path, kind === "cut short" ? bytes.subarray(0, 16_384) : bytes);
    await expect(StateDb.open(folder.dir)).rejects.toMatchObject({ code: "NODE_DATA_DAMAGED" });
  });
});

describe("a full disk", () => {
  it("is named as such, whatever LMDB calls it", () => {
    const full = new Error("No space left on device: Attempting to write page at position 12574720");
    expect(explain(full, folder.dir)).toMatchObject({ code: "NODE_DISK_FULL", cause: full });
    expect(explain(new Error("Input/output error"), folder.dir)).toMatchObject({ code: "NODE_DATA_DAMAGED" });
    const other = new TypeError("something else");
    expect(explain(other, folder.dir)).toBe(other);
  });
});

describe("a crash", () => {
  it("leaves every block that was acknowledged", { timeout: 60_000 }, async () => {
    const script = fileURLToPath(new URL("./crash-child.ts", import.meta.url));
    let acknowledged = 0;
    for (const more of [3, 17, 40, 64]) {
      const target = acknowledged + more;
      const child = spawn(process.execPath, ["--import", "tsx", script, folder.dir], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      let text = "";
      child.stdout.on("data", (chunk: Buffer) => {
        text += chunk;
        const lines = text.split("\n");
        acknowledged = Math.max(acknowledged, ...lines.slice(0, -1).map(Number));
        if (acknowledged >= target) child.kill("SIGKILL");
      });
      await once(child, "close");
      expect(child.signalCode).toBe("SIGKILL");
      const db = await open({ pruning: "archive" });
      const head = db.head.number;
      expect(head).toBeGreaterThanOrEqual(acknowledged);
      const states = modelOf(Array.from({ length: head }, (_, index) => changesOf(index + 1)));
      expect(db.head.root).toBe(toHex(trieRoot(states[head]!, 1)));
      for (const height of [0, head >> 1, head - 1, head]) expectState(db, height, states[height]!);
      expect(db.block(head)?.hash).toBe(hashOf(head));
      await close(db);
    }
  });
});
