import { type Client, connect } from "@myelin/client";
import { clientView, Dendrite, type Metagraph, type Values } from "@myelin/neuron";
import { MyelinError, utf8 } from "@myelin/primitives";
import type { LanguageMiner } from "./miner.ts";
import { Complete } from "./protocol.ts";

/** Most bytes that a miner reads of a prompt and adds to it. */
const MOST_PROMPT = 4096;
const MOST_BYTES = 1000;
const TIMEOUT_SECONDS = 60;

/** Nobody on the subnet answers. */
export class NoCompletionError extends MyelinError {
  constructor(netuid: number, reason: string) {
    super("COMPLETION_UNAVAILABLE", `No miner of subnet ${netuid} completes text now: ${reason}.`, {
      details: { netuid },
    });
  }
}

/** What a miner streams for a {@link Complete} request: whole characters as soon as they are drawn. */
export async function* completionOf(
  miner: LanguageMiner,
  { prompt, bytes, temperature, seed }: Values<typeof Complete>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const start = utf8(prompt).slice(-MOST_PROMPT);
  const count = Math.max(0, Math.min(bytes, MOST_BYTES));
  const options = { temperature: Math.max(0, Math.min(temperature, 10)), seed, signal };
  const decoder = new TextDecoder();
  for await (const byte of miner.complete(start, count, options)) {
    const characters = decoder.decode(Uint8Array.of(byte), { stream: true });
    if (characters !== "") yield characters;
  }
}

export interface AskOptions {
  /** `ws://…` of a node, or a client that is connected. */
  readonly node: string | Client;
  readonly netuid: number;
  /** Signs the request; needs no registration. */
  readonly signer: ConstructorParameters<typeof Dendrite>[0]["hotkey"];
  readonly prompt: string;
  /** Bytes to add, at most 1,000. Default 200. */
  readonly maxBytes?: number;
  /** 0 always takes the likeliest byte. Default 0.7. */
  readonly temperature?: number;
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

/**
 * Has the best miner continue a text: the one with the most incentive that answers.
 *
 * @throws {NoCompletionError} when none does.
 *
 * @example
 * for await (const text of askCompletion({ node: "ws://127.0.0.1:9944", netuid: 2, signer, prompt: "Call me" })) process.stdout.write(text);
 */
export async function* askCompletion(options: AskOptions): AsyncGenerator<string> {
  const { node, netuid, signer, signal } = options;
  const client = typeof node === "string" ? await connect(node, { signal }) : node;
  const dendrite = new Dendrite({ hotkey: signer });
  try {
    let reason = "none serves";
    for (const target of byIncentive(await clientView(client).metagraph(netuid))) {
      const { prompt, maxBytes: bytes = 200, temperature = 0.7, seed = 0 } = options;
      const limits = { timeout: TIMEOUT_SECONDS, signal };
      const stream = dendrite.stream(target, Complete, { prompt, bytes, temperature, seed }, limits);
      const decoder = new TextDecoder();
      let any = false;
      for await (const chunk of stream) {
        any = true;
        yield decoder.decode(chunk, { stream: true });
      }
      const answer = await stream.answer;
      if (answer.ok || any) return;
      if (answer.status !== 404) reason = answer.message;
    }
    throw new NoCompletionError(netuid, reason);
  } finally {
    dendrite.close();
    if (typeof node === "string") await client.close();
  }
}

function byIncentive({ neurons }: Metagraph) {
  return neurons
    .flatMap(({ hotkey, axon, incentive }) =>
      axon === undefined ? [] : [{ hotkey, ip: axon.ip, port: axon.port, incentive }],
    )
    .sort((a, b) => b.incentive - a.incentive);
}
