/** What miners and validators have in common as processes. */
import { mkdir } from "node:fs/promises";
import { isIP } from "node:net";
import type { LanguageEvent, Report } from "@myelin/subnets";
import { withClient } from "../session/connect.ts";
import { DEFAULT_AXON_PORT, type NeuronOptions, neuronFolder } from "../session/neuron-options.ts";
import type { NodeOptions } from "../session/options.ts";
import { freePorts } from "../session/ports.ts";
import { ensureSubnet } from "../session/subnets.ts";
import { CliError } from "../terminal/errors.ts";
import type { OutputOptions } from "../terminal/output.ts";
import { style } from "../terminal/style.ts";
import { describe } from "./describe.ts";
import { writeEvent } from "./events.ts";

type PlaceOptions = NeuronOptions & NodeOptions & { readonly netuid: number };

/** Where a neuron keeps its files and where it serves. */
interface Place {
  readonly dir: string;
  readonly port: number;
  readonly host?: string;
  readonly externalIp?: string;
}

/**
 * Runs a neuron in its place. Two that start together may find the same port free: who comes second takes the next one,
 * unless the port was asked for.
 */
export async function runInPlace(
  options: PlaceOptions,
  hotkey: string,
  run: (place: Place) => Promise<void>,
): Promise<void> {
  for (let from = DEFAULT_AXON_PORT; ; ) {
    const place = await prepareNeuron(options, hotkey, from);
    try {
      return await run(place);
    } catch (error) {
      // By its code: a subnet of one's own brings its own copy of the error's class.
      const isTaken = (error as { readonly code?: unknown }).code === "AXON_PORT_TAKEN";
      if (!isTaken || options.port !== undefined) throw error;
      from = place.port + 1;
    }
  }
}

/**
 * Checks the node and the subnet, so that mistakes are told at once, and gives the neuron its folder and its port: the
 * first free one from `from` on where none was asked for.
 */
export async function prepareNeuron(options: PlaceOptions, hotkey: string, from = DEFAULT_AXON_PORT): Promise<Place> {
  const { url, netuid, host, externalIp } = options;
  ensureReachable(options);
  await withClient(url, (client) => ensureSubnet(client, netuid));
  const dir = neuronFolder(options, netuid, hotkey);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const port = options.port ?? (await freePorts(from, 1))[0]!;
  return { dir, port, host, externalIp };
}

/** The chain keeps one address of each neuron, and no wildcard is one. */
function ensureReachable({ host, externalIp }: NeuronOptions): void {
  for (const address of [host, externalIp]) {
    if (address === undefined || isIP(address) !== 0) continue;
    throw new CliError("CLI_BAD_INPUT", `"${address}" is no IP address; the chain takes nothing else, as 203.0.113.5.`);
  }
  if (externalIp !== undefined || (host !== "0.0.0.0" && host !== "::")) return;
  throw new CliError("CLI_BAD_INPUT", `With --host ${host}, say with --external-ip by which address others reach it.`);
}

/** Events as JSON lines for programs, as sentences with the time for people. */
export function reporter({ json }: OutputOptions): Report {
  return (event: LanguageEvent) => {
    if (json) return writeEvent(event);
    const text = describe(event);
    if (text !== undefined) process.stdout.write(`${style("dim", new Date().toTimeString().slice(0, 8))} ${text}\n`);
  };
}
