import type { Neuron } from "@myelin/client";
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

/** Any neuron with enough stake gets a permit; a validator is one that has used it. */
function tells({ axon, validatorPermit, lastUpdate, registeredAt }: Neuron): boolean {
  return axon !== undefined && LOOPBACK.test(axon.ip) && validatorPermit && lastUpdate > registeredAt;
}
