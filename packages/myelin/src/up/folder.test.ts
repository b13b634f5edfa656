import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FolderLock } from "@myelin/node/state/lock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NetworkFolder } from "./folder.ts";
import { memberKeys } from "./keys.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "myelin-up-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe("the folder of a network", () => {
  it("is not made where other files are, and touches none of them", async () => {
    await writeFile(join(dir, "thesis.txt"), "years of work");
    for (const fresh of [false, true]) {
      await expect(new NetworkFolder(dir).prepare({ fresh })).rejects.toMatchObject({ code: "CLI_OTHER_DATA" });
    }
    expect(await readFile(join(dir, "thesis.txt"), "utf8")).toBe("years of work");
    expect(await readdir(dir)).toEqual(["thesis.txt"]);
  });

  it("keeps its keys from one start to the next, and makes new ones when fresh", async () => {
    const folder = new NetworkFolder(dir);
    const addresses = async () => [...(await memberKeys(folder)).values()].map(({ hotkey }) => hotkey.address);
    await folder.prepare({});
    const first = await addresses();
    await folder.prepare({});
    expect(await addresses()).toEqual(first);
    await folder.prepare({ fresh: true });
    const fresh = await addresses();
    expect(new Set([...first, ...fresh]).size).toBe(first.length * 2);
  });

  it("is not emptied while its node runs", async () => {
    const folder = new NetworkFolder(dir);
    await folder.prepare({});
    await mkdir(join(folder.node, "chain"), { recursive: true });
    const lock = FolderLock.acquire(join(folder.node, "chain"));
    await expect(folder.prepare({ fresh: true })).rejects.toMatchObject({ code: "NODE_DIR_IN_USE" });
    lock.release();
    await folder.prepare({ fresh: true });
    expect(await readdir(dir)).not.toContain("node");
  });

  it("has the same keys for the same seed, and refuses another", async () => {
    const other = await mkdtemp(join(tmpdir(), "myelin-up-"));
    const made = await Promise.all(
      [dir, other].map(async (path) => {
        const folder = new NetworkFolder(path);
        await folder.prepare({ seed: "7" });
        return [...(await memberKeys(folder, "7")).values()].map(({ coldkey }) => coldkey.address);
      }),
    );
    await rm(other, { recursive: true });
    expect(made[0]).toEqual(made[1]);
    await expect(new NetworkFolder(dir).prepare({ seed: "8" })).rejects.toMatchObject({ code: "CLI_OTHER_DATA" });
  });
});
