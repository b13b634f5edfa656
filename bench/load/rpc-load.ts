import { WebSocket } from "ws";

/** One client on one WebSocket, which keeps `inFlight` requests under way. */
export interface Load {
  readonly url: string;
  readonly method: string;
  readonly params: readonly unknown[];
  readonly inFlight: number;
  /** Milliseconds of the measurement; a fifth of it goes before, as a warm-up. */
  readonly duration: number;
}

export interface LoadResult {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p99: number;
}

/** This file is a process of its own: a load as its argument, a result as its message. */
const load = JSON.parse(process.argv[2]!) as Load;
const socket = new WebSocket(load.url);
const body = `,"method":${JSON.stringify(load.method)},"params":${JSON.stringify(load.params)}}`;
const startedAt = new Map<number, number>();
const latencies: number[] = [];
let nextId = 0;
let measuring = false;
let over = false;

function send(): void {
  const id = nextId++;
  startedAt.set(id, performance.now());
  socket.send(`{"jsonrpc":"2.0","id":${id}${body}`);
}

socket.on("message", (data) => {
  const { id, result } = JSON.parse(data.toString()) as { id: number; result?: unknown };
  if (result === undefined || result === null) throw new Error(`no result: ${data.toString()}`);
  if (measuring) latencies.push(performance.now() - startedAt.get(id)!);
  startedAt.delete(id);
  if (!over) send();
});

socket.on("open", () => {
  for (let i = 0; i < load.inFlight; i++) send();
  setTimeout(measure, load.duration / 5);
});

function measure(): void {
  measuring = true;
  const start = performance.now();
  setTimeout(() => {
    measuring = false;
    over = true;
    latencies.sort((a, b) => a - b);
    const perSecond = (latencies.length * 1000) / (performance.now() - start);
    const result: LoadResult = { perSecond, p99: latencies[Math.floor(latencies.length * 0.99)]! };
    process.send!(result);
    socket.close();
  }, load.duration);
}
