import { Counter, type Registry } from "prom-client";

/** What requests for one method have cost so far. */
export interface MethodUsage {
  calls: number;
  /** From the request's arrival to its answer's text; waiting for a signature check included. */
  seconds: number;
}

/** The node's share of what clients wait for, by method. Names that are no methods are not kept. */
export class Usage {
  readonly methods = new Map<string, MethodUsage>();

  add(method: string, seconds: number): void {
    const found = this.methods.get(method);
    if (found === undefined) this.methods.set(method, { calls: 1, seconds });
    else {
      found.calls += 1;
      found.seconds += seconds;
    }
  }

  /** Tells it to Prometheus. */
  register(registry: Registry): void {
    const { methods } = this;
    const counter = (name: string, help: string, value: (usage: MethodUsage) => number) =>
      new Counter({
        name,
        help,
        labelNames: ["method"],
        registers: [registry],
        collect() {
          this.reset();
          for (const [method, usage] of methods) this.inc({ method }, value(usage));
        },
      });
    counter("myelin_rpc_requests_total", "Requests answered, by method.", ({ calls }) => calls);
    counter("myelin_rpc_seconds_total", "Time to their answers, by method.", ({ seconds }) => seconds);
  }
}
