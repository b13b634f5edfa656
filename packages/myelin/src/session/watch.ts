import type { Client } from "@myelin/client";
import { ConnectionError } from "@myelin/client/errors";
import type { Command } from "commander";
import { untilInterrupted } from "./lifetime.ts";
import { parseCount } from "./options.ts";

export interface WatchOptions {
  readonly follow?: boolean;
  /** End after this many blocks. */
  readonly blocks?: number;
}

export function withWatch(command: Command, what: string): Command {
  return command
    .option("-f, --follow", `${what}; Ctrl-C ends it`)
    .option("--blocks <count>", "with --follow: end after this many blocks", parseCount);
}

/** A block that came while one watched. */
export interface Seen {
  readonly number: number;
  readonly hash: string;
}

/**
 * Calls `onBlock` with the newest block and then with each that comes, one after the other, none left out.
 *
 * Without `--follow` once. Ends with Ctrl-C, with `--blocks`, or with an error.
 */
export async function eachBlock(
  client: Client,
  { follow, blocks = Number.POSITIVE_INFINITY }: WatchOptions,
  onBlock: (block: Seen) => Promise<void>,
): Promise<void> {
  let { number, hash } = await client.head();
  await onBlock({ number, hash });
  if (!follow) return;
  const heads = new Heads(number);
  const stopped = untilInterrupted();
  stopped.addEventListener("abort", () => heads.end());
  const subscription = await client.subscribeHeads(
    (head) => heads.came(head.number),
    (error) => heads.end(error),
  );
  for (let seen = 1; seen < blocks; seen++) {
    if (!(await heads.beyond(number))) break;
    number++;
    hash = await client.blockHash(number);
    await onBlock({ number, hash });
  }
  await subscription.stop().catch((error: unknown) => {
    if (!(error instanceof ConnectionError)) throw error;
  });
}

/** The number of the newest block, to be waited for. */
class Heads {
  private newest: number;
  private ended: { readonly error?: Error } | undefined;
  private wake: () => void = () => {};

  constructor(newest: number) {
    this.newest = newest;
  }

  came(number: number): void {
    this.newest = Math.max(this.newest, number);
    this.wake();
  }

  end(error?: Error): void {
    this.ended ??= { error };
    this.wake();
  }

  /** True once there is a block after `number`; false where the watch ended before. */
  async beyond(number: number): Promise<boolean> {
    while (this.newest <= number && this.ended === undefined) {
      await new Promise<void>((wake) => {
        this.wake = wake;
      });
    }
    if (this.ended?.error !== undefined) throw this.ended.error;
    return this.ended === undefined;
  }
}
