import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../testing.ts";
import { checkKeys, checkPasswords } from "./keys.ts";
import { checkClock, checkDisk, checkMachine, checkNode } from "./machine.ts";
import { checkNetwork } from "./network.ts";

const GIGABYTE = 1_073_741_824;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "myelin-doctor-"));
  await run("wallet", "create", "ada", "--wallet-path", folder, "--json");
});
afterAll(() => rm(folder, { recursive: true }));

describe("a check", () => {
  it.each([
    ["20.19.0", "good"],
    ["24.1.0", "good"],
    ["20.18.3", "bad"],
    ["18.20.0", "bad"],
  ])("of Node.js %s is %s", (version, state) => {
    expect(checkNode(version).state).toBe(state);
  });

  it("of the machine warns of little memory and of one processor", () => {
    expect(checkMachine(8 * GIGABYTE, 4).state).toBe("good");
    expect(checkMachine(GIGABYTE, 4).state).toBe("warning");
    expect(checkMachine(8 * GIGABYTE, 1).cure).toContain("--block-time");
  });

  it("of the disk tells the room where the folder will be, and what is in the way", async () => {
    const states = async (dir: string, free: number) => (await checkDisk(dir, () => free)).map(({ state }) => state);
    expect(await states(join(folder, "not", "yet"), 10 * GIGABYTE)).toEqual(["good", "good"]);
    expect(await states(folder, GIGABYTE)).toEqual(["warning", "good"]);
    expect(await states(folder, GIGABYTE / 10)).toEqual(["bad", "good"]);
    const file = join(folder, "file");
    await writeFile(file, "");
    expect(await states(join(file, "below"), 10 * GIGABYTE)).toEqual(["good", "bad"]);
  });

  it("of the clock finds one that is behind", async () => {
    expect((await checkClock()).state).toBe("good");
    expect((await checkClock(Date.UTC(2001, 0))).cure).toContain("Set the clock");
  });

  it("of keys finds those that others can read, with the cure", async () => {
    expect(await checkKeys(folder, "wallets")).toMatchObject([{ state: "good", found: /2 keys/ }].map(asMatch));
    const coldkey = join(folder, "ada", "coldkey");
    await chmod(coldkey, 0o644);
    const [finding] = await checkKeys(folder, "wallets");
    expect(finding).toMatchObject({ state: "bad", cure: `Run: chmod 600 ${coldkey}` });
    await chmod(coldkey, 0o600);
    expect(await checkPasswords(folder)).toMatchObject([{ state: "warning" }]);
  });

  it("of the node tells a port that something else has", async () => {
    const server = createServer((_request, response) => response.writeHead(404, { connection: "close" }).end("other"));
    const port = await new Promise<number>((done) => {
      server.listen(0, "127.0.0.1", () => done((server.address() as { port: number }).port));
    });
    expect(await checkNetwork(`ws://127.0.0.1:${port}`)).toMatchObject([{ check: "node", state: "bad" }]);
    await new Promise((done) => server.close(done));
    expect(await checkNetwork(`ws://127.0.0.1:${port}`)).toMatchObject([{ check: "node", state: "good" }]);
  });
});

it("doctor ends with 1 where something is bad, after it has told everything", async () => {
  const hotkey = join(folder, "ada", "hotkeys", "default");
  const line = ["doctor", "--dir", join(folder, "net"), "--wallet-path", folder, "--url", "ws://127.0.0.1:9"];
  expect(await run(...line)).toMatchObject({ code: 0 });
  await chmod(hotkey, 0o640);
  const { code, out, err } = await run(...line);
  expect(code).toBe(1);
  expect(out).toContain(`✗ wallets       others can read ${hotkey} (mode 640). Run: chmod 600 ${hotkey}`);
  expect(err).toMatch(/1 of \d+ checks failed: wallets\./);
});

function asMatch({ state, found }: { state: string; found: RegExp }) {
  return { state, found: expect.stringMatching(found) };
}
