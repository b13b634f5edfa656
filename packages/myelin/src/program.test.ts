import { describe, expect, it } from "vitest";
import { COMMANDS } from "./commands/index.ts";
import { run } from "./testing.ts";

describe("help", () => {
  it("names every command in one screen", async () => {
    const { code, out } = await run("--help");
    expect(code).toBe(0);
    for (const name of Object.keys(COMMANDS)) expect(out).toMatch(new RegExp(`^  ${name} `, "m"));
    expect(out.trimEnd().split("\n").length).toBeLessThanOrEqual(50);
  });

  it.each(Object.keys(COMMANDS))("of %s has examples", async (name) => {
    const { code, out } = await run(name, "--help");
    expect(code).toBe(0);
    expect(out).toContain(`$ myelin ${name}`);
    expect(await run("help", name)).toEqual({ code, out, err: "" });
  });
});

describe("a wrong call", () => {
  it.each([
    { line: ["blance"], says: "Did you mean balance?" },
    { line: ["balance", "--ur", "x"], says: "Did you mean --url?" },
    { line: ["transfer", "alice"], says: "missing required argument 'amount'" },
    { line: ["transfer", "alice", "1.0000000001"], says: "The smallest amount is 0.000000001." },
    { line: ["transfer", "alice", "much"], says: "Write an amount as 1 or 0.25." },
    { line: ["balance", "--url", "http://x"], says: "Write it as ws://127.0.0.1:9944 or as a port." },
    { line: ["up", "--until", "tomorrow"], says: "Choose one of first-block, weights, reward." },
    { line: ["up", "--block-time", "soon"], says: "Write it as 250ms or 2s." },
    { line: ["subnet", "show", "70000"], says: "Give a whole number from 0 to 65535." },
    { line: ["weights", "set", "3"], says: "Write each weight as uid=weight, such as 3=0.5." },
    { line: ["miner", "--cpu", "2"], says: "Give a number from 0 to 1." },
    { line: ["wallet", "create", "--words", "13"], says: "Choose 12, 15, 18, 21 or 24." },
  ])("$line ends with 2 and says what to do", async ({ line, says }) => {
    const { code, out, err } = await run(...line);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(says);
    expect(err).not.toMatch(/\n\s+at /);
  });
});

describe("a failure", () => {
  const nobody = "ws://127.0.0.1:9";

  it("is one sentence on standard error and exit code 1", async () => {
    const { code, out, err } = await run("subnet", "list", "--url", nobody);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toBe(
      `error: No node at ${nobody}: nothing listens there. Start a network with "myelin up", or give --url.\n`,
    );
  });

  it("is JSON with a stable code where JSON is asked for", async () => {
    const { code, err } = await run("subnet", "list", "--url", nobody, "--json");
    expect(code).toBe(1);
    expect(JSON.parse(err)).toMatchObject({ error: { code: "CLI_NO_NODE" } });
  });
});

it("up --show-config lists every choice of the development network with its reason", async () => {
  const { developmentChoices } = await import("@myelin/runtime/config");
  const { code, out } = await run("up", "--show-config", "--json", "--tempo", "7");
  const shown = JSON.parse(out) as { option: string; reason: string; here: unknown }[];
  expect(code).toBe(0);
  expect(shown.map(({ option }) => option)).toEqual(developmentChoices.map(({ option }) => option));
  expect(shown.every(({ reason }) => reason.length > 0)).toBe(true);
  expect(shown.find(({ option }) => option === "initialTempo")!.here).toBe(7);
});
