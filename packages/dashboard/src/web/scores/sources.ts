import type { Neuron } from "@myelin/client";

const LOOPBACK = /^127\.\d+\.\d+\.\d+$/;

/** Validators whose figures this page may read: those on this machine, as the page makes no request beyond it. */
export function scoreSources(neurons: readonly Neuron[]): Map<string, number> {
  return new Map(
    neurons.flatMap(({ uid, axon, validatorPermit }): [string, number][] =>
      axon !== undefined && validatorPermit && LOOPBACK.test(axon.ip) ? [[`http://${axon.ip}:${axon.port}`, uid]] : [],
    ),
  );
}
