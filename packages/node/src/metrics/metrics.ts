import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Chain } from "../chain/chain.ts";

/** What a node tells Prometheus. */
export class NodeMetrics {
  readonly registry = new Registry();
  private readonly height: Gauge;
  private readonly transactions: Counter;
  private readonly blockBytes: Histogram;
  private readonly interval: Histogram;
  private lastBlockAt = performance.now();

  constructor() {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.height = new Gauge({ name: "myelin_block_height", help: "Number of the head.", registers });
    this.transactions = new Counter({
      name: "myelin_extrinsics_total",
      help: "Extrinsics included since the start, inherents too.",
      registers,
    });
    this.blockBytes = new Histogram({
      name: "myelin_block_bytes",
      help: "Bytes of the extrinsics of a block.",
      buckets: [256, 4_096, 65_536, 1_048_576, 8_388_608],
      registers,
    });
    this.interval = new Histogram({
      name: "myelin_block_interval_seconds",
      help: "Time between two blocks as this node made them.",
      buckets: [0.1, 0.25, 0.5, 1, 1.5, 2, 6, 12, 15, 30],
      registers,
    });
  }

  /** Follows a chain and its pool; returns what ends it. */
  follow(chain: Chain): () => void {
    const { registry } = this;
    new Gauge({
      name: "myelin_pool_transactions",
      help: "Transactions in the pool.",
      labelNames: ["state"],
      registers: [registry],
      collect() {
        const { ready, future } = chain.pool.status;
        this.set({ state: "ready" }, ready);
        this.set({ state: "future" }, future);
      },
    });
    new Gauge({
      name: "myelin_pool_bytes",
      help: "Bytes of the transactions in the pool.",
      registers: [registry],
      collect() {
        this.set(chain.pool.status.bytes);
      },
    });
    this.height.set(chain.head().number);
    return chain.onBlock(({ number, body }) => {
      const now = performance.now();
      this.height.set(number);
      this.transactions.inc(body.length);
      this.blockBytes.observe(body.reduce((sum, { length }) => sum + length, 0));
      this.interval.observe((now - this.lastBlockAt) / 1000);
      this.lastBlockAt = now;
    });
  }
}
