import { requestJson } from "../http.ts";
import { type Channel, type Method, resultOf } from "./protocol.ts";

/** A program that takes requests by HTTP. */
export class HttpChannel implements Channel {
  readonly name: string;
  readonly #key: string | undefined;
  #nextId = 1;

  constructor(url: string, key: string | undefined) {
    this.name = url;
    this.#key = key;
  }

  async call(method: Method, fields: object, signal?: AbortSignal): Promise<Record<string, unknown>> {
    const answer = await requestJson(this.name, { id: this.#nextId++, method, ...fields }, { key: this.#key, signal });
    return resultOf(this.name, answer);
  }

  async close(): Promise<void> {}
}
