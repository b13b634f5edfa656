/** Ports, and the node that should answer. */
import { text } from "node:stream/consumers";
import type { Client } from "@myelin/client";
import { openClient } from "../session/connect.ts";
import { DEFAULT_AXON_PORT } from "../session/neuron-options.ts";
import { freePorts } from "../session/ports.ts";
import { bad, type Finding, good, warning } from "./check.ts";

const ANSWER_MS = 5_000;
/** Ports of the neurons of `myelin up`. */
const AXONS = 7;
/** Blocks late or early by more than this tell of a clock that is wrong. */
const MOST_DRIFT_MS = 30_000;
/** So many block times without a block, and something is wrong. */
const MOST_MISSED = 10;

/** A node that answers; or the port that one would take. */
export async function checkNetwork(url: string): Promise<Finding[]> {
  const { port, hostname } = new URL(url);
  const answer = await ask(url);
  if (answer === "nobody") return [await checkFree(hostname, Number(port))];
  if (answer === "another") {
    return [
      bad("node", `port ${port} is taken, and not by a node`, "End what uses it, or choose another with --port."),
    ];
  }
  const client = await openClient(url);
  try {
    return [good("node", await describe(client, url)), await checkBlocks(client)];
  } finally {
    await client.close();
  }
}

/** Who listens there. A node answers JSON-RPC over HTTP on the same port. */
async function ask(url: string): Promise<"node" | "another" | "nobody"> {
  try {
    const { result } = JSON.parse(await post(new URL(url))) as { result?: unknown };
    return typeof result === "string" ? "node" : "another";
  } catch (error) {
    const { code } = error as { code?: string };
    return code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "EHOSTUNREACH" ? "nobody" : "another";
  }
}

/** `fetch` would refuse some ports. */
async function post({ protocol, hostname, port }: URL): Promise<string> {
  const request = protocol === "wss:" ? (await import("node:https")).request : (await import("node:http")).request;
  return await new Promise((resolve, reject) => {
    const call = request(
      {
        method: "POST",
        hostname: hostname.replace(/^\[|\]$/g, ""),
        port,
        headers: { "content-type": "application/json" },
        signal: AbortSignal.timeout(ANSWER_MS),
      },
      (response) => text(response).then(resolve, reject),
    );
    call.once("error", reject);
    call.end(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "system_name", params: [] }));
  });
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
