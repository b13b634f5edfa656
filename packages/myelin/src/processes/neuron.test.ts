import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxonError } from "@myelin/neuron";
import { Node } from "@myelin/node";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runInPlace } from "./neuron.ts";

let folder: string;
let node: Node;
const options = () => ({ url: node.rpc!.url, netuid: 1, dir: join(folder, "neuron"), host: "127.0.0.1" });
const taken = () => new AxonError("AXON_PORT_TAKEN", "taken");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "myelin-neuron-"));
  node = await Node.start({ dir: join(folder, "node"), sealing: "manual", rpc: { port: 0 }, log: "silent" });
});
afterAll(async () => {
  await node.stop();
  await rm(folder, { recursive: true });
});

it("takes the next port when another neuron was quicker", async () => {
  const ports: number[] = [];
  await runInPlace(options(), "5Hotkey", async ({ port }) => {
    ports.push(port);
    if (ports.length < 3) throw taken();
  });
  expect(ports).toHaveLength(3);
  expect(ports[1]).toBeGreaterThan(ports[0]!);
  expect(ports[2]).toBeGreaterThan(ports[1]!);
});

it("keeps to a port that was asked for, and to every other failure", async () => {
  const ports: number[] = [];
  const run = async ({ port }: { port: number }) => {
    ports.push(port);
    throw taken();
  };
  await expect(runInPlace({ ...options(), port: 9 }, "5Hotkey", run)).rejects.toMatchObject({
    code: "AXON_PORT_TAKEN",
  });
  expect(ports).toEqual([9]);
  await expect(runInPlace(options(), "5Hotkey", () => Promise.reject(new Error("else")))).rejects.toThrow("else");
});
