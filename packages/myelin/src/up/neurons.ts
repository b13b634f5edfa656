import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ProcessEvent } from "../processes/events.ts";
import { freePorts } from "../session/ports.ts";
import { deferred } from "./deferred.ts";
import type { Network } from "./network.ts";
import { MEMBERS, type Member, MORTAL_IS_AWAY_MS, MORTAL_LIVES_MS } from "./plan.ts";
import type { ManagedProcess } from "./process.ts";
import type { NetworkState } from "./state.ts";

/** Axons are served this far above the node's port, and further. */
const AXON_PORTS = 100;
/** Two cores do not start eight programs at once: the next waits until the one before speaks, so long at most. */
const STAGGER_MS = 4_000;
/** Training leaves the node and the screen their turns. */
const NICENESS = 5;

/** Starts miners and validators one after the other. */
export async function startNeurons(network: Network, state: NetworkState, url: string, netuid: number): Promise<void> {
  const ports = await freePorts(network.options.port + AXON_PORTS, MEMBERS.length);
  for (const [i, member] of MEMBERS.entries()) {
    if (network.signal.aborted) return;
    const spoke = deferred<void>();
    const args = [
      ...argumentsOf(member, network),
      "--url",
      url,
      "--netuid",
      String(netuid),
      "--port",
      String(ports[i]),
    ];
    const hear = (event: ProcessEvent) => {
      spoke.resolve();
      state.heard(member.name, event);
      const text = sentenceFor(event);
      if (text !== undefined) network.view.tell(event.event, text, member.name);
    };
    const started = network.launch(member.name, args, hear, { nice: NICENESS });
    if (member.kind === "miner" && member.mortal) void dieAndReturn(network, started);
    await Promise.race([spoke.promise, sleep(STAGGER_MS, undefined, { ref: false })]);
  }
}

/** What a user would type after `myelin`. */
function argumentsOf(member: Member, { folder, options }: Network): string[] {
  const { name, kind } = member;
  const shared = [
    kind,
    "--json",
    "--wallet",
    name,
    "--wallet-path",
    folder.wallets,
    "--hotkey",
    "default",
    "--dir",
    folder.neuron(name),
    "--host",
    options.host,
  ];
  if (kind === "validator") return options.text === undefined ? shared : [...shared, "--text", resolve(options.text)];
  const miner = [...shared, "--model", member.model, "--cpu", String(member.cpu)];
  return options.seed === undefined ? miner : [...miner, "--seed", `${options.seed}/${name}`];
}

async function dieAndReturn(network: Network, mortal: ManagedProcess): Promise<void> {
  const { signal, view } = network;
  const wait = (ms: number) => sleep(ms, undefined, { signal, ref: false });
  try {
    for (;;) {
      await wait(MORTAL_LIVES_MS);
      view.tell("killed", `dies, and returns in ${MORTAL_IS_AWAY_MS / 1_000} s`, mortal.name);
      await mortal.killFor(MORTAL_IS_AWAY_MS);
      await wait(MORTAL_IS_AWAY_MS);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Every network begins without permits and without scores. */
const EXPECTED_NOTICES = new Set(["permit", "weights"]);

/** What people want to know of a neuron beside its line. */
function sentenceFor(event: ProcessEvent): string | undefined {
  switch (event.event) {
    case "served":
      return `serves on ${event["ip"]}:${event["port"]}`;
    case "text":
      return `reads ${event["text"]}`;
    case "unregistered":
    case "deregistered":
      return "has no place on the subnet";
    case "outage":
      return "cannot reach the node, and tries again";
    case "text-ended":
      return "has read all of its text; give more with --text";
    case "notice":
      return EXPECTED_NOTICES.has(String(event["what"])) ? undefined : `${event["what"]}: ${event["reason"]}`;
    default:
      return undefined;
  }
}
