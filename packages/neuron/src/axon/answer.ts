import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { Keypair } from "@myelin/primitives";
import { Refusal } from "../errors.ts";
import { synapseJson, type Terminal } from "../wire/body.ts";
import { HEADER, headerText, inputHeaders, secondsText } from "../wire/headers.ts";
import type { NonceClock } from "../wire/nonce.ts";
import { answerMessage, sha256Hex, signText } from "../wire/signatures.ts";
import type { Synapse, Values } from "../wire/synapse.ts";
import type { RequestHead } from "./admission.ts";
import type { Chunks } from "./endpoint.ts";

/** Writes answers as Bittensor's axon does, with our signature beside them. */
export interface AnswerContext {
  response: ServerResponse;
  signer: Keypair;
  nonces: NonceClock;
  head: RequestHead;
  /** Undefined while the request is not verified: then nothing is signed. */
  requestHash: string | undefined;
  startedAt: number;
}

type HeaderList = Record<string, string | number>;

function baseHeaders({ head, signer, startedAt }: AnswerContext, status: number, message: string): HeaderList {
  return {
    [HEADER.timeout]: headerText(head.timeoutText || "12.0"),
    [HEADER.axonHotkey]: signer.address,
    [HEADER.axonStatusCode]: status,
    [HEADER.axonStatusMessage]: headerText(message),
    [HEADER.axonProcessTime]: ((performance.now() - startedAt) / 1000).toFixed(6),
    [HEADER.dendriteHotkey]: headerText(head.hotkey),
    [HEADER.dendriteUuid]: headerText(head.uuid),
  };
}

function signature(context: AnswerContext, status: number, bodyHash: string): string {
  const { signer, requestHash } = context;
  const nonce = context.nonces.next().toString();
  const identity = { requestHash: requestHash!, axonHotkey: signer.address, status, bodyHash, nonce };
  return `${nonce}.${signText(signer, answerMessage(identity))}`;
}

function writeJson(context: AnswerContext, status: number, message: string, body: string, extra: HeaderList): void {
  const { response } = context;
  const headers = { ...baseHeaders(context, status, message), ...extra };
  headers["content-type"] = "application/json";
  headers["content-length"] = Buffer.byteLength(body);
  if (context.requestHash !== undefined) {
    headers[HEADER.answerSignature] = signature(context, status, sha256Hex(body));
  }
  response.writeHead(status, headers);
  response.end(body);
}

/** Status 200 with the whole synapse. */
export function writeValues<S extends Synapse>(context: AnswerContext, synapse: S, values: Values<S>): void {
  const { head, signer, startedAt } = context;
  const processTime = (performance.now() - startedAt) / 1000;
  const axon: Terminal = {
    status_code: 200,
    status_message: "Success",
    process_time: processTime,
    hotkey: signer.address,
  };
  const dendrite: Terminal = { hotkey: head.hotkey, uuid: head.uuid, nonce: head.nonce || undefined };
  const timeoutText = secondsText(Number(head.timeoutText || 12));
  const body = synapseJson(synapse, values, { timeoutText, dendrite, axon, bodyHash: head.bodyHash });
  writeJson(context, 200, "Success", body, {
    [HEADER.name]: synapse.name,
    [HEADER.headerSize]: 0,
    [HEADER.totalSize]: body.length,
    [HEADER.bodyHash]: headerText(head.bodyHash),
    ...inputHeaders(synapse),
  });
}

/** An answer other than 200: Bittensor's clients read `message`. */
export function writeRefusal(context: AnswerContext, refusal: Refusal): void {
  writeJson(context, refusal.status, refusal.message, JSON.stringify({ message: refusal.message }), {});
}

/**
 * Status 200 and chunks as they come. The signature covers their concatenation, so it follows as an HTTP trailer
 * (RFC 9110, section 6.5). Nothing is written before the first chunk: until then a handler can still refuse.
 */
export async function writeChunks(
  context: AnswerContext,
  synapse: Synapse,
  chunks: Chunks,
  signal: AbortSignal,
): Promise<void> {
  const { response } = context;
  const source = chunks[Symbol.asyncIterator]();
  const aborted = abortion(signal);
  const digest = createHash("sha256");
  try {
    let step = await Promise.race([source.next(), aborted]);
    response.writeHead(200, streamHeaders(context, synapse));
    response.flushHeaders();
    while (!step.done) {
      digest.update(step.value);
      if (step.value.length > 0 && !response.write(step.value)) {
        await Promise.race([new Promise<void>((resolve) => response.once("drain", resolve)), aborted]);
      }
      step = await Promise.race([source.next(), aborted]);
    }
  } finally {
    source.return?.()?.catch(() => {});
  }
  if (context.requestHash !== undefined) {
    response.addTrailers({ [HEADER.answerSignature]: signature(context, 200, digest.digest("hex")) });
  }
  response.end();
}

function streamHeaders(context: AnswerContext, synapse: Synapse): HeaderList {
  return {
    ...baseHeaders(context, 200, "Success"),
    [HEADER.name]: synapse.name,
    [HEADER.bodyHash]: headerText(context.head.bodyHash),
    ...inputHeaders(synapse),
    "content-type": "text/event-stream",
    trailer: HEADER.answerSignature,
  };
}

/** Rejects with 408 when the signal aborts. */
export function abortion(signal: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_, reject) => {
    const refuse = () => reject(new Refusal(408, "The request's time is over."));
    if (signal.aborted) refuse();
    else signal.addEventListener("abort", refuse, { once: true });
  });
  aborted.catch(() => {});
  return aborted;
}
