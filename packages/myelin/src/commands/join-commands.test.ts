/** Joining a network and beginning with a snapshot, as far as it goes without a second machine. */
import { mkdtemp, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Node } from "@myelin/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prepareNeuron } from "../processes/neuron.ts";
import { run } from "../testing.ts";

let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "myelin-join-commands-"));
  const node = await Node.start({ dir: at("net/node"), sealing: "manual", rpc: false });
  await node.time.step(3);
  await node.stop();
});
afterAll(() => rm(folder, { recursive: true }));

describe("node --join", () => {
  it.each([
    ["--tempo", "20"],
    ["--block-time", "1s"],
    ["--sealing", "instant"],
  ])("leaves %s to the network", async (...option) => {
    const { code, err } = await run("node", "--join", "127.0.0.1:1", "--dir", at("never"), ...option, "--json");
    expect(code).toBe(1);
    expect(JSON.parse(err).error).toMatchObject({ code: "CLI_BAD_INPUT" });
    expect(err).toContain(`leave out ${option[0]}`);
  });
});

describe("neurons", () => {
  it.each([
    [{ host: "0.0.0.0" }, "--external-ip"],
    [{ host: "example.org" }, "no IP address"],
    [{ externalIp: "here" }, "no IP address"],
  ])("take no address that others cannot use: %o", async (place, reason) => {
    const options = { url: "ws://127.0.0.1:1", netuid: 2, ...place };
    await expect(prepareNeuron(options, "5Hotkey")).rejects.toThrow(reason);
  });
});

describe("snapshot", () => {
  it("goes from the folder of a network to that of a node", async () => {
    const file = at("snapshot");
    const exported = await run("snapshot", "export", file, "--dir", at("net"), "--json");
    expect(exported.err).toBe("");
    const written = JSON.parse(exported.out);
    expect(written).toMatchObject({ number: 3, chain: "Myelin Development" });
    const info = JSON.parse((await run("snapshot", "info", file, "--json")).out);
    expect(info).toMatchObject(written);
    expect((await run("snapshot", "import", file, "--dir", at("new"), "--json")).code).toBe(0);
    const node = await Node.start({ dir: at("new"), sealing: "manual", rpc: false });
    expect(node.chain.head().hash).toBe(written.hash);
    await node.stop();

    expect((await run("snapshot", "import", file, "--dir", at("new"))).err).toContain("Choose a new folder with --dir");
    await truncate(file, info.bytes - 50);
    expect((await run("snapshot", "info", file)).err).toContain("cut short");
  });
});
