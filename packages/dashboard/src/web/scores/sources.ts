import type { Neuron } from "@myelin/client";
import { isValidator } from "../ui/neuron-name.tsx";
import { addressOf } from "../ui/text.ts";
import type { Teller } from "./scores.ts";

const LOOPBACK = /^127\.\d+\.\d+\.\d+$/;

/** Validators whose figures this page may read: those on this machine, as the page makes no request beyond it. */
export function scoreSources(neurons: readonly Neuron[]): Map<string, Teller> {
  return new Map(
    neurons.filter(tells).map(({ uid, hotkey, axon }) => {
      return [`http://${axon!.ip}:${axon!.port}`, { uid, hotkey: addressOf(hotkey) }];
    }),
  );
}

function tells(neuron: Neuron): boolean {
  return neuron.axon !== undefined && LOOPBACK.test(neuron.axon.ip) && isValidator(neuron);
}
