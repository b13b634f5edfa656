import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeEvent } from "../processes/own-subnet.ts";
import { run } from "../testing.ts";

const BIN = resolve(import.meta.dirname, "../../bin/myelin.mjs");
const execute = promisify(execFile);

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "own subnet-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A command in a folder, as a user types it. */
async function shell(cwd: string, command: string, ...args: string[]): Promise<{ code: number; out: string }> {
  const env = { ...process.env, NODE_OPTIONS: "", NODE_TEST_CONTEXT: undefined, NO_COLOR: "1" };
  try {
    const { stdout, stderr } = await execute(command, args, { cwd, env });
    return { code: 0, out: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout + stderr };
  }
}

describe("a new subnet", () => {
  it("passes its own test and its type check as it was written, in a folder outside of this repository", async () => {
    const made = await run("subnet", "new", "tides", "--dir", at("tides"), "--json");
    expect(made.code).toBe(0);
    expect(JSON.parse(made.out).files).toContain("subnet.test.ts");
    for (const file of ["task.ts", "miner.ts", "validator.ts"]) {
      expect((await readFile(at(`tides/${file}`), "utf8")).split("\n").length).toBeLessThan(40);
    }
    const installed = await shell(at("tides"), "npm", "install", "--offline", "--no-audit");
    expect(installed).toMatchObject({ code: 0 });
    const [tested, checked] = [
      await shell(at("tides"), "npm", "test"),
      await shell(at("tides"), "npm", "run", "typecheck"),
    ];
    expect(tested.out).toContain("# pass 1");
    expect(tested).toMatchObject({ code: 0 });
    expect(checked).toMatchObject({ code: 0 });

    // Its test can fail: a miner that answers nothing of worth does not pass.
    await writeFile(
      at("tides/miner.ts"),
      'import { defineMiner } from "@myelin/subnets/kit";\nimport { task } from "./task.ts";\nexport default defineMiner(task, () => ({ answer: () => ({ value: 1e6 }) }));\n',
    );
    const worthless = await shell(at("tides"), "npm", "test");
    expect(worthless.out).toContain("# fail 1");
    expect(worthless.code).not.toBe(0);
  }, 180_000);

  it.each(["", "Tides", "2tides", "../tides", "ti des", "tides/", "t".repeat(41), "<b>", "été"])(
    "is not called %o",
    async (name) => {
      const { code, err } = await run("subnet", "new", name, "--dir", at("never"), "--json");
      expect(code).toBe(1);
      expect(JSON.parse(err).error.message).toContain("is no name for a subnet");
    },
  );

  it("writes over nothing", async () => {
    await mkdir(at("mine"));
    await writeFile(at("mine/task.ts"), "mine");
    await writeFile(at("file"), "mine too");
    for (const dir of ["mine", "file"]) {
      const { code, err } = await run("subnet", "new", "mine", "--dir", at(dir), "--json");
      expect(code).toBe(1);
      expect(JSON.parse(err).error.message).toContain("is there already, and nothing was changed");
    }
    expect(await readFile(at("mine/task.ts"), "utf8")).toBe("mine");
    expect(await readFile(at("file"), "utf8")).toBe("mine too");
    await mkdir(at("empty"));
    expect((await run("subnet", "new", "mine", "--dir", at("empty"))).code).toBe(0);
  });
});

describe("running one", () => {
  const errorOf = async (role: string, dir: string, ...more: string[]) => {
    const args = ["subnet", "run", role, dir, "--netuid", "2", "--url", "1", "--json", ...more];
    const { code, out } = await shell(folder, process.execPath, BIN, ...args);
    return { code, message: out };
  };

  it("says what is missing or wrong in the folder", async () => {
    await mkdir(at("wrong"));
    await writeFile(at("wrong/package.json"), '{"type": "module"}');
    await writeFile(at("wrong/miner.ts"), "export default { role: 'validator' };");
    await writeFile(at("wrong/validator.ts"), "import '@nobody/has-this';");
    expect((await errorOf("miner", "nowhere")).message).toContain("There is no");
    expect((await errorOf("miner", "wrong")).message).toContain("must export by default what defineMiner()");
    const unresolved = await errorOf("validator", "wrong");
    expect(unresolved).toMatchObject({ code: 1 });
    expect(unresolved.message).toContain('Run \\"npm install\\" in its folder');
    await writeFile(at("wrong/validator.ts"), "export default {{{;");
    expect((await errorOf("validator", "wrong")).message).toContain("could not be loaded");
  });

  it.each([
    [["run", "judge", "--netuid", "2"], "Say miner or validator"],
    [["run", "miner"], "--netuid"],
    [["run", "miner", "--netuid", "2", "--set", "model"], "name=value"],
  ])("is wrongly called by %o", async (args, message) => {
    const { code, err } = await run("subnet", ...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it("tells people how each miner did", () => {
    const scores = [
      { uid: 1, hotkey: "5F", status: 200, score: 0.99 },
      { uid: 2, hotkey: "5G", status: 503, score: 0, problem: "It hung up." },
    ];
    expect(describeEvent({ event: "scores", round: 7, scores })).toBe("Round 7: 1: 0.990, 2: 0.000 (It hung up).");
    expect(describeEvent({ event: "weights", block: 9, uids: [1, 2] })).toBe("Set weights in block 9 for 1, 2.");
    expect(describeEvent({ event: "figures", season: 1, day: 60 })).toBe("season 1, day 60");
  });
});
