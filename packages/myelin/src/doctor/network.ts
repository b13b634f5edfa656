/** Ports, and the node that should answer. */
import type { Client } from "@myelin/client";
import { openClient } from "../session/connect.ts";
import { DEFAULT_AXON_PORT } from "../session/neuron-options.ts";
import { freePorts } from "../session/ports.ts";
import { CliError } from "../terminal/errors.ts";
import { bad, type Finding, good, warning } from "./check.ts";

/** Ports of the neurons of `myelin up`. */
const AXONS = 7;
/** Blocks late or early by more than this tell of a clock that is wrong. */
const MOST_DRIFT_MS = 30_000;
/** So many block times without a block, and something is wrong. */
const MOST_MISSED = 10;

/** A node that answers; or the port that one would take. */
export async function checkNetwork(url: string): Promise<Finding[]> {
  const { port, hostname } = new URL(url);
  try {
    const client = await openClient(url);
    try {
      return [good("node", await describe(client, url)), await checkBlocks(client)];
    } finally {
      await client.close();
    }
  } catch (error) {
    if (error instanceof CliError && error.code === "CLI_NO_NODE") return [await checkFree(hostname, Number(port))];
    return [
      bad("node", `port ${port} is taken, and not by a node`, 'End what uses it, or choose another with "--port".'),
    ];
  }
}

async function describe(client: Client, url: string): Promise<string> {
  const [name, version, chain] = await Promise.all(
    ["system_name", "system_version", "system_chain"].map((method) => client.transport.request<string>(method, [])),
  );
  return `${url} answers: ${name} ${version}, ${chain}, spec ${client.specVersion}`;
}

async function checkFree(hostname: string, port: number): Promise<Finding> {
  const isHere = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  if (!isHere)
    return bad("node", `nothing answers at ${hostname}:${port}`, "Check the address, and that the node runs.");
  const [free] = await freePorts(port, 1);
  if (free === port) return good("node", `none runs; port ${port} is free for one`);
  return bad("node", `port ${port} cannot be used`, `Choose another: myelin up --port ${free}`);
}

interface Engine {
  readonly sealing: string;
  readonly paused: boolean;
  readonly blockTime: number;
}

/** Whether blocks come, and whether they agree with this machine's clock. */
async function checkBlocks(client: Client): Promise<Finding> {
  const [{ number }, stamp, engine] = await Promise.all([
    client.head(),
    client.query.get<bigint>("Timestamp", "Now"),
    client.transport.request<Engine>("myelin_engineStatus", []).catch(() => undefined),
  ]);
  const age = Date.now() - Number(stamp);
  const found = `block ${number}, ${(Math.abs(age) / 1_000).toFixed(1)} s ${age < 0 ? "ahead of this clock" : "old"}`;
  if (engine?.paused) return warning("blocks", `${found}; paused`, "Go on with: myelin time resume");
  if (age < -MOST_DRIFT_MS && engine === undefined) {
    return bad("blocks", found, "Set this machine's clock, best by NTP: timedatectl set-ntp true");
  }
  const isLate = engine?.sealing === "interval" && age > Math.max(MOST_DRIFT_MS, MOST_MISSED * engine.blockTime);
  return isLate
    ? bad("blocks", found, 'No block comes: see "myelin logs node", and start the node again.')
    : good("blocks", found);
}

export async function checkAxons(): Promise<Finding> {
  const ports = await freePorts(DEFAULT_AXON_PORT, AXONS);
  const last = DEFAULT_AXON_PORT + 100;
  if (ports.length === AXONS && ports.at(-1)! < last)
    return good("ports", `${ports[0]} to ${ports.at(-1)} are free for neurons`);
  return warning(
    "ports",
    `few are free from ${DEFAULT_AXON_PORT} on`,
    "Give each miner and validator a --port of its own.",
  );
}
