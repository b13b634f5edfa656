import type { SubnetEvent } from "@myelin/subnets/kit";
import type { RunSubnetOptions } from "../commands/subnet.ts";
import { loadDefinition, type Role } from "../own-subnet/load.ts";
import { untilStopped } from "../session/lifetime.ts";
import { hotkeyOf } from "../session/signer.ts";
import { style } from "../terminal/style.ts";
import { describe } from "./describe.ts";
import { writeEvent } from "./events.ts";
import { runInPlace } from "./neuron.ts";

/** Runs the miner or the validator of a subnet's folder until it is told to stop. */
export async function runOwnSubnet(role: Role, folder: string, options: RunSubnetOptions): Promise<void> {
  const definition = await loadDefinition(role, folder);
  const signal = untilStopped();
  const hotkey = await hotkeyOf(options);
  const { url, netuid, set: settings } = options;
  await runInPlace(options, hotkey.address, (place) =>
    definition.run({ hotkey, url, netuid, settings, ...place, signal, report: reporter(options.json) }),
  );
}

function reporter(json = false): (event: SubnetEvent) => void {
  return (event) => {
    if (json) return writeEvent(event);
    const text = describeEvent(event);
    if (text !== undefined) process.stdout.write(`${style("dim", new Date().toTimeString().slice(0, 8))} ${text}\n`);
  };
}

/** An event as a sentence; undefined for what people need not hear. */
export function describeEvent(event: SubnetEvent): string | undefined {
  switch (event.event) {
    case "scores":
      return `Round ${event.round}: ${event.scores.length === 0 ? "nobody to ask" : event.scores.map(describeScore).join(", ")}.`;
    case "weights":
      return `Set weights in block ${event.block} for ${event.uids.join(", ")}.`;
    case "figures":
      return Object.entries(event)
        .filter(([name]) => name !== "event")
        .map(([name, value]) => `${name} ${value}`)
        .join(", ");
    case "round":
      return undefined;
    default:
      return describe(event);
  }
}

function describeScore({ uid, score, problem }: { uid: number; score: number; problem?: string }): string {
  return `${uid}: ${score.toFixed(3)}${problem === undefined ? "" : ` (${problem.replace(/\.$/, "")})`}`;
}
