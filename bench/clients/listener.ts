import { WebSocket } from "ws";

/** What all subscribers heard. */
export interface Heard {
  /** Heads that some subscriber did not get between two that it got. */
  readonly missed: number;
  /** Heads of the subscriber that got the fewest. */
  readonly fewest: number;
  /** When the last subscriber had each head that all of them have, Unix time in milliseconds. */
  readonly arrivals: readonly (readonly [number: number, at: number])[];
}

/** This file is a process of its own: a node's address and a number of connections as its arguments. */
const [url, count] = [process.argv[2]!, Number(process.argv[3])];
const REQUEST = '{"jsonrpc":"2.0","id":1,"method":"chain_subscribeNewHeads","params":[]}';
const AT_ONCE = 50;
const last: number[] = [];
const heads: number[] = [];
const arrived = new Map<number, { times: number; at: number }>();
let missed = 0;

function subscribe(index: number): Promise<void> {
  const socket = new WebSocket(url);
  socket.on("open", () => socket.send(REQUEST));
  socket.on("error", (error) => {
    throw error;
  });
  socket.on("close", () => {
    throw new Error("a subscriber was disconnected");
  });
  return new Promise((resolve) => {
    socket.on("message", (data) => {
      const { params } = JSON.parse(data.toString()) as { params?: { result: { number: string } } };
      if (params === undefined) return;
      hear(index, Number(params.result.number));
      resolve();
    });
  });
}

function hear(index: number, number: number): void {
  const before = last[index];
  if (before !== undefined) missed += number - before - 1;
  last[index] = number;
  heads[index] = (heads[index] ?? 0) + 1;
  const known = arrived.get(number) ?? { times: 0, at: 0 };
  arrived.set(number, { times: known.times + 1, at: Date.now() });
}

for (let from = 0; from < count; from += AT_ONCE) {
  const some = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, i) => subscribe(from + i));
  await Promise.all(some);
}
process.send!("ready");
process.on("message", () => {
  const arrivals = [...arrived].flatMap(([number, { times, at }]) => (times === count ? [[number, at] as const] : []));
  const newest = Math.max(...last);
  // A subscriber that stands behind the others has missed what they have; one head may be on its way.
  const behind = last.reduce((sum, number) => sum + Math.max(0, newest - 1 - number), 0);
  process.send!({ missed: missed + behind, fewest: Math.min(...heads), arrivals } satisfies Heard);
});
