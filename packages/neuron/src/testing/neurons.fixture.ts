import { keypairFromUri } from "@myelin/primitives";
import { Axon, type AxonOptions } from "../axon/axon.ts";
import type { Endpoint } from "../axon/endpoint.ts";
import type { AxonTarget } from "../dendrite/answer.ts";
import { type SignedRequest, signRequest } from "../dendrite/request.ts";
import { int, optional, text, withDefault } from "../wire/fields.ts";
import { defineSynapse, type Input, readValues, type Synapse } from "../wire/synapse.ts";

export const alice = keypairFromUri("//Alice");
export const bob = keypairFromUri("//Bob");

export const Double = defineSynapse({
  name: "Double",
  fields: { input: int, padding: withDefault(text, ""), output: optional(int) },
  requiredHashFields: ["input", "padding"],
});

export const Talk = defineSynapse({ name: "Talk", fields: { prompt: text }, streaming: true });

/** An axon of Bob on a free port, with what is needed to ask it. */
export async function bobsAxon(endpoints: Endpoint[], options: Partial<AxonOptions> = {}) {
  const axon = new Axon({ hotkey: bob, port: 0, ...options });
  for (const served of endpoints) axon.attach(served);
  const { port } = await axon.listen();
  const target: AxonTarget = { hotkey: bob.address, ip: "127.0.0.1", port };
  return { axon, port, target, url: `http://127.0.0.1:${port}` };
}

let tick = 0n;

/** A nonce of this moment in nanoseconds, `ageSeconds` back, never given twice. */
export function nonce(ageSeconds = 0): bigint {
  return BigInt(Date.now() - ageSeconds * 1000) * 1_000_000n + ++tick;
}

/** Alice's signed request, to be sent as it is or after some forgery. */
export function signed<S extends Synapse>(
  target: AxonTarget,
  synapse: S,
  input: Input<S>,
  { timeout = 12, at = nonce() }: { timeout?: number; at?: bigint } = {},
): SignedRequest {
  const sender = { hotkey: alice, uuid: "4a1f7c6e-0000-4000-8000-000000000001", ip: "0.0.0.0" };
  return signRequest(sender, target, synapse, readValues(synapse, input as Record<string, unknown>), timeout, at);
}

export interface RawAnswer {
  status: number;
  message: string;
  headers: Headers;
  body: Record<string, unknown>;
}

/** Sends a request with changed headers (undefined removes one) or another body. */
export async function post(
  request: SignedRequest,
  changes: { headers?: Record<string, string | undefined>; body?: string; path?: string; method?: string } = {},
): Promise<RawAnswer> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...request.headers, ...changes.headers })) {
    if (value !== undefined && name !== "content-length") headers[name] = value;
  }
  const { ip, port } = request.axon;
  const response = await fetch(`http://${ip}:${port}${changes.path ?? `/${request.synapse.name}`}`, {
    method: changes.method ?? "POST",
    headers,
    body: changes.body ?? request.body,
  });
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, message: String(body.message), headers: response.headers, body };
}

/** A promise and the function that fulfils it. */
export function latch(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
