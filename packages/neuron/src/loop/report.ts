/** What happens to a neuron, for whoever supervises it. Written as one JSON line each by {@link jsonLines}. */
export type NeuronEvent =
  | { event: "listening"; host: string; port: number }
  | { event: "connected"; block: number }
  /** The node does not answer; the neuron goes on trying. */
  | { event: "outage"; reason: string }
  | { event: "registered"; uid: number }
  | { event: "unregistered"; hotkey: string; reason: string }
  | { event: "deregistered"; hotkey: string; uid: number }
  | { event: "served"; ip: string; port: number }
  | { event: "round"; round: number; asked: number; scored: number; seconds: number }
  | { event: "weights"; block: number; uids: number[] }
  /** Something did not work or has to wait; `what` is stable, `reason` is for people. */
  | { event: "notice"; what: Notice; reason: string }
  /** Figures of the author's own, e.g. bits a byte. */
  | { event: "figures"; [name: string]: string | number | boolean | null }
  | { event: "stopped" };

export type Notice = "sync" | "serve" | "register" | "weights" | "round" | "permit" | "state" | "handler";

export type Reporter = (event: NeuronEvent) => void;

/** A reporter that writes one JSON object a line, with the time. */
export function jsonLines(out: { write(text: string): unknown } = process.stdout): Reporter {
  return (event) => out.write(`${JSON.stringify({ time: new Date().toISOString(), ...event })}\n`);
}

/** A reporter for people: one short line each. */
export function textLines(out: { write(text: string): unknown } = process.stdout): Reporter {
  return (event) => out.write(`${new Date().toISOString().slice(11, 19)} ${describe(event)}\n`);
}

function describe(event: NeuronEvent): string {
  switch (event.event) {
    case "listening":
      return `Listening at ${event.host}:${event.port}.`;
    case "connected":
      return `Connected; the chain is at block ${event.block}.`;
    case "outage":
      return `The node does not answer: ${event.reason}`;
    case "registered":
      return `Registered with uid ${event.uid}.`;
    case "unregistered":
      return `Hotkey ${event.hotkey} is not registered. ${event.reason}`;
    case "deregistered":
      return `Hotkey ${event.hotkey} lost its uid ${event.uid}: another neuron took the place.`;
    case "served":
      return `Announced on chain as ${event.ip}:${event.port}.`;
    case "round":
      return `Round ${event.round}: ${event.scored} of ${event.asked} scored in ${event.seconds.toFixed(1)} s.`;
    case "weights":
      return `Weights set in block ${event.block} for uids ${event.uids.join(", ")}.`;
    case "notice":
      return `${event.what}: ${event.reason}`;
    case "figures":
      return Object.entries(event)
        .filter(([name]) => name !== "event")
        .map(([name, value]) => `${name} ${value}`)
        .join(", ");
    case "stopped":
      return "Stopped.";
  }
}

/** Reports notices only when their reason changes, so that a lasting trouble is one line. */
export class Notices {
  readonly #report: Reporter;
  readonly #last = new Map<Notice, string>();

  constructor(report: Reporter) {
    this.#report = report;
  }

  tell(what: Notice, reason: string): void {
    if (this.#last.get(what) === reason) return;
    this.#last.set(what, reason);
    this.#report({ event: "notice", what, reason });
  }

  over(what: Notice): void {
    this.#last.delete(what);
  }
}
