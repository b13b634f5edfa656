import type { Hash } from "@myelin/frame";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Application, DecidedBlock } from "./application.ts";
import type { Sealing } from "./control.ts";
import { EmbeddedEngine } from "./embedded.ts";

const HASH: Hash = `0x${"00".repeat(32)}`;

/** Notes the calls it gets; its pool is a number of transactions. */
class FakeApplication implements Application {
  height = 0;
  waiting = 0;
  perBlock = 10;
  failAt = Number.POSITIVE_INFINITY;
  readonly calls: string[] = [];
  readonly blocks: DecidedBlock[] = [];
  private readonly listeners = new Set<() => void>();

  add(count = 1): void {
    this.waiting += count;
    for (const listener of this.listeners) listener();
  }
  onReady(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
  ready(): number {
    return this.waiting;
  }
  info() {
    return { version: "0", appVersion: 0, lastBlockHeight: this.height, lastBlockAppHash: HASH };
  }
  async initChain() {
    this.calls.push("initChain");
    return { appHash: HASH };
  }
  async checkTx() {
    return { code: 0, log: "" };
  }
  async prepareProposal({ height }: { height: number }) {
    this.calls.push(`prepare ${height}`);
    if (height === this.failAt) throw new Error("the disk is full");
    const taken = Math.min(this.waiting, this.perBlock);
    return { txs: Array.from({ length: taken }, () => new Uint8Array(1)) };
  }
  async processProposal({ height }: DecidedBlock) {
    this.calls.push(`process ${height}`);
    return { accept: true } as const;
  }
  async extendVote() {
    this.calls.push("extend");
    return { extension: new Uint8Array() };
  }
  async verifyVoteExtension() {
    return { accept: true } as const;
  }
  async finalizeBlock(block: DecidedBlock) {
    this.calls.push(`finalize ${block.height}`);
    this.blocks.push(block);
    return { appHash: HASH, txResults: [] };
  }
  async commit() {
    this.calls.push("commit");
    this.height += 1;
    this.waiting -= this.blocks.at(-1)!.txs.length;
    return { retainHeight: 0 };
  }
  listSnapshots() {
    return [];
  }
  offerSnapshot() {
    return "reject" as const;
  }
}

function setup(sealing: Sealing, { development = true } = {}) {
  const app = new FakeApplication();
  const failures: unknown[] = [];
  const epochs = (netuid: number) => {
    if (netuid !== 1) return undefined;
    const last = Math.floor(app.height / 20) * 20;
    return { last, next: last + 20 };
  };
  const engine = new EmbeddedEngine(app, {
    sealing,
    blockTime: 1_000,
    development,
    maxTxBytes: 1_000,
    pool: app,
    epochs,
    onFailure: (error) => failures.push(error),
  });
  return { app, engine, failures };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_760_000_000_300, toFake: ["setTimeout", "clearTimeout", "setImmediate", "Date"] });
});
afterEach(() => void vi.useRealTimers());

describe("a height", () => {
  it("goes through the steps of ABCI in order", async () => {
    const { app, engine } = setup("manual");
    await engine.start();
    await engine.step();
    expect(app.calls).toEqual(["initChain", "prepare 1", "process 1", "extend", "finalize 1", "commit"]);
  });

  it("stops the engine when it fails, and says so once", async () => {
    const { app, engine, failures } = setup("manual");
    await engine.start();
    app.failAt = 3;
    await expect(engine.step(5)).rejects.toThrow("the disk is full");
    expect(app.height).toBe(2);
    expect(failures).toHaveLength(1);
    await expect(engine.step()).rejects.toMatchObject({ code: "ENGINE_STOPPED" });
  });
});

describe("interval sealing", () => {
  it("makes a block at every whole multiple of the block time", async () => {
    const { app, engine } = setup("interval");
    await engine.start();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(app.blocks.map(({ time }) => time)).toEqual([1_760_000_001_000, 1_760_000_002_000, 1_760_000_003_000]);
    await engine.stop();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(app.height).toBe(3);
  });

  it("follows a change of the block time at once", async () => {
    const { app, engine } = setup("interval");
    await engine.start();
    expect(engine.setBlockTime(100).blockTime).toBe(100);
    await vi.advanceTimersByTimeAsync(700);
    expect(app.height).toBe(7);
    expect(app.blocks[0]!.time).toBe(1_760_000_000_400);
    await engine.stop();
  });

  it("pauses, steps while paused, and resumes", async () => {
    const { app, engine } = setup("interval");
    await engine.start();
    expect(await engine.pause()).toMatchObject({ paused: true, head: 0 });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(app.height).toBe(0);
    expect(await engine.step(4)).toBe(4);
    expect(engine.resume()).toMatchObject({ paused: false });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(app.height).toBe(5);
    await engine.stop();
  });
});

describe("instant sealing", () => {
  it("makes one block for what comes together, and no empty ones", async () => {
    const { app, engine } = setup("instant");
    await engine.start();
    app.add();
    app.add();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(app.blocks.map(({ txs }) => txs.length)).toEqual([2]);
    await engine.stop();
  });

  it("goes on while transactions are left over", async () => {
    const { app, engine } = setup("instant");
    await engine.start();
    app.add(25);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(app.blocks.map(({ txs }) => txs.length)).toEqual([10, 10, 5]);
    await engine.stop();
  });

  it("catches up after a pause", async () => {
    const { app, engine } = setup("instant");
    await engine.start();
    await engine.pause();
    app.add(3);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(app.height).toBe(0);
    engine.resume();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(app.height).toBe(1);
    await engine.stop();
  });
});

describe("jumps", () => {
  it("make every block on the way", async () => {
    const { app, engine } = setup("manual");
    await engine.start();
    expect(await engine.jumpToBlock(7)).toBe(7);
    expect(app.blocks.map(({ height }) => height)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(await engine.jumpToEpoch(1)).toBe(20);
    expect(await engine.jumpToEpoch(1)).toBe(40);
  });

  it("go one after the other when asked for together", async () => {
    const { engine } = setup("manual");
    await engine.start();
    expect(await Promise.all([engine.step(3), engine.step(2), engine.jumpToEpoch(1)])).toEqual([3, 5, 20]);
  });

  it("refuse what makes no sense", async () => {
    const { engine } = setup("manual");
    await engine.start();
    await engine.step(3);
    for (const block of [3, 0, -1, 1.5, Number.NaN, 2_000_000]) {
      await expect(engine.jumpToBlock(block)).rejects.toMatchObject({ code: "ENGINE_BAD_REQUEST" });
    }
    for (const count of [0, -1, 0.5]) {
      await expect(engine.step(count)).rejects.toMatchObject({ code: "ENGINE_BAD_REQUEST" });
    }
    expect(() => engine.setBlockTime(0)).toThrow("block time of 1 to");
    await expect(engine.jumpToEpoch(9)).rejects.toMatchObject({ code: "ENGINE_NO_EPOCH" });
  });
});

it("leaves time alone where the network is no development network", async () => {
  const { engine, app } = setup("interval", { development: false });
  await engine.start();
  const refused = { code: "ENGINE_NOT_DEVELOPMENT" };
  await expect(engine.pause()).rejects.toMatchObject(refused);
  await expect(engine.step()).rejects.toMatchObject(refused);
  await expect(engine.jumpToBlock(9)).rejects.toMatchObject(refused);
  await expect(engine.jumpToEpoch(1)).rejects.toMatchObject(refused);
  expect(() => engine.resume()).toThrow("development networks only");
  expect(() => engine.setBlockTime(5)).toThrow("development networks only");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(app.height).toBe(2);
  await engine.stop();
});
