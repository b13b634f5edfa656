import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { SignaturePayload } from "@myelin/frame";
import { MyelinError } from "@myelin/primitives/errors";
import { isGood } from "./check.ts";
import { checkOf, packChecks, type SignatureCheck } from "./chunk.ts";
import type { ChunkAnswer, ChunkRequest } from "./worker.ts";

/** Signatures a thread is given at once: a few milliseconds of work. */
const CHUNK = 32;

interface Waiting {
  readonly check: SignatureCheck;
  readonly answer: (good: boolean) => void;
  readonly fail: (error: unknown) => void;
}

/** The verifier takes no more checks. */
export class VerifierClosedError extends MyelinError {
  constructor() {
    super("VERIFIER_CLOSED", "No signatures are checked any more: the node is stopping.");
  }
}

/**
 * Checks signatures in threads of their own, in chunks, so that the event loop stays free.
 *
 * What arrives in one turn of the event loop is handed over together. A signature that comes alone while nothing else
 * is under way is checked at once: that is quicker than the way to a thread and back.
 */
export class SignatureVerifier {
  private readonly threads: Thread[];
  private waiting: Waiting[] = [];
  private scheduled = false;
  private closed = false;

  /** `threads`: one for every core beside the first, one at least and four at most, unless told otherwise. */
  constructor({ threads = Math.min(4, Math.max(1, availableParallelism() - 1)) }: { threads?: number } = {}) {
    this.threads = Array.from({ length: threads }, () => new Thread());
  }

  /** Whether the payload's signature is its signer's. */
  verify(payload: SignaturePayload): Promise<boolean> {
    if (this.closed) return Promise.reject(new VerifierClosedError());
    return new Promise((answer, fail) => {
      this.waiting.push({ check: checkOf(payload), answer, fail });
      if (this.scheduled) return;
      this.scheduled = true;
      setImmediate(() => this.handOver());
    });
  }

  /** Checks many signatures; false as soon as one is bad. */
  async verifyAll(payloads: readonly SignaturePayload[]): Promise<boolean> {
    return (await Promise.all(payloads.map((payload) => this.verify(payload)))).every(Boolean);
  }

  /** Ends the threads once the checks under way are done; later ones fail. */
  async close(): Promise<void> {
    this.closed = true;
    if (this.scheduled) this.handOver();
    await Promise.all(this.threads.map((thread) => thread.close()));
  }

  private handOver(): void {
    if (!this.scheduled) return;
    this.scheduled = false;
    const all = this.waiting;
    this.waiting = [];
    if (all.length === 1 && this.threads.every(({ load }) => load === 0)) {
      all[0]!.answer(isGood(all[0]!.check));
      return;
    }
    for (let at = 0; at < all.length; at += CHUNK) {
      const thread = this.threads.reduce((least, other) => (other.load < least.load ? other : least));
      thread.take(all.slice(at, at + CHUNK));
    }
  }
}

/** One thread, started when it is first needed and again should it die. */
class Thread {
  /** Signatures under way. */
  load = 0;
  private worker: Worker | undefined;
  private readonly underWay = new Map<number, Waiting[]>();
  private nextId = 0;

  take(chunk: Waiting[]): void {
    const id = this.nextId++;
    const packed = packChecks(chunk.map(({ check }) => check));
    this.underWay.set(id, chunk);
    this.load += chunk.length;
    this.worker ??= this.start();
    this.worker.postMessage({ id, packed } satisfies ChunkRequest, [packed.buffer]);
  }

  async close(): Promise<void> {
    while (this.worker !== undefined && this.load > 0) await once(this.worker, "message");
    await this.worker?.terminate();
  }

  private start(): Worker {
    const worker = new Worker(new URL("./worker-start.mjs", import.meta.url), { execArgv: [] });
    worker.unref();
    worker.on("message", ({ id, good }: ChunkAnswer) => {
      const chunk = this.underWay.get(id)!;
      this.underWay.delete(id);
      this.load -= chunk.length;
      for (const [i, { answer }] of chunk.entries()) answer(good[i] === 1);
    });
    worker.on("error", (error) => {
      this.worker = undefined;
      this.abandon(error);
    });
    return worker;
  }

  private abandon(error: unknown): void {
    for (const chunk of this.underWay.values()) for (const { fail } of chunk) fail(error);
    this.underWay.clear();
    this.load = 0;
  }
}
