import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { developmentSpec, specHash } from "@myelin/node/chain/chain-spec";
import { defaultConfig } from "@myelin/runtime/config";
import { Command } from "commander";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configure } from "../commands/node.ts";
import { run } from "../testing.ts";
import { withConfigFile } from "./network-file.ts";
import { optionGroups } from "./option-docs.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "myelin-config-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** The options of `myelin node ...args --config FILE` for a file with this text. */
async function load(text: string, ...args: string[]) {
  const config = join(folder, "given.toml");
  await writeFile(config, text);
  const command = new Command();
  configure(command);
  command.exitOverride().action(() => {});
  await command.parseAsync([...args, "--config", config], { from: "user" });
  return await withConfigFile(command.opts<{ config: string; port: number; pruning: unknown; dir: string }>(), command);
}

describe("init", () => {
  it("writes a file that makes the development network, and explains every option", async () => {
    const path = join(folder, "fresh.toml");
    expect((await run("init", path, "--name", "Myelin Development")).code).toBe(0);
    const text = await readFile(path, "utf8");
    const { spec, port } = await load(text);
    expect(port).toBe(9944);
    expect(specHash(spec!)).toBe(specHash(developmentSpec()));
    for (const option of Object.keys(defaultConfig))
      if (option !== "development") expect(text).toMatch(new RegExp(`^(# )?${option} = `, "m"));
    for (const line of text.split("\n")) if (line.startsWith("#")) expect(line.length).toBeLessThanOrEqual(120);
  });

  it("does not write over a file", async () => {
    const path = join(folder, "kept.toml");
    await writeFile(path, "mine");
    const { code, err } = await run("init", path);
    expect(code).toBe(1);
    expect(err).toContain("--force");
    expect(await readFile(path, "utf8")).toBe("mine");
  });

  it("also holds when all rules are uncommented", async () => {
    const path = join(folder, "all.toml");
    await run("init", path);
    const text = (await readFile(path, "utf8")).replace(/^# (\w+ = (?:[\d_]+|true|false|"Burn"))$/gm, "$1");
    const { spec } = await load(text);
    expect(spec!.config).toEqual(developmentSpec().config);
  });

  it("finds every option in its source", () => {
    const options = optionGroups().flatMap(({ options }) => options);
    expect(options.map(({ name }) => name)).toEqual(Object.keys(defaultConfig));
  });
});

describe("a configuration file", () => {
  it("gives way to the command line", async () => {
    const { port, pruning, dir } = await load('[node]\nport = 1234\npruning = "archive"\ndir = "data"', "--port", "9");
    expect({ port, pruning, dir }).toEqual({ port: 9, pruning: "archive", dir: join(folder, "data") });
  });

  it("chooses rules of the chain", async () => {
    const { spec } = await load("[chain]\ninitialTempo = 7\nminBurnUpperBound = 5_000");
    expect(spec!.config).toMatchObject({ initialTempo: 7, minBurnUpperBound: 5_000n, blockTime: 1_000 });
    expect((await load("[node]\nport = 1")).spec).toBeUndefined();
  });

  it.each([
    ["[node", "line 1, column"],
    ["[nod]", 'there is no table "nod". Did you mean node?'],
    ["[node]\nprot = 1", 'there is no option in [node] "prot". Did you mean port?'],
    ["[node]\nport = 70000", "Give a whole number from 0 to 65535."],
    ['[node]\nsealing = "often"', "Choose one of interval, instant, manual."],
    ["[chain]\ninitialTempoo = 1", "Did you mean initialTempo?"],
    ['[chain]\ninitialTempo = "1"', "initialTempo"],
    ['[network]\ntype = "Live"\n[chain]\nblockTime = 1', "for development only"],
    ['[network]\ntype = "Test"', 'write "Development" or "Live"'],
    ['[genesis.balances]\n"5Grw" = "1"', "5Grw"],
    ['[genesis.balances]\n5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY = "many"', "Write an amount as 1 or 0.25."],
  ])("%j is refused with its reason", async (text, reason) => {
    await expect(load(text)).rejects.toMatchObject({ code: "CLI_BAD_INPUT", message: expect.stringContaining(reason) });
  });
});
