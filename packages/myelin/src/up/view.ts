import { formatColumn } from "../terminal/amount.ts";
import { toJson } from "../terminal/output.ts";
import { style } from "../terminal/style.ts";
import { type Column, cutMiddle, table } from "../terminal/table.ts";
import type { Milestones } from "./milestones.ts";
import type { NetworkState, NeuronLine } from "./state.ts";

/** Shows the network to whoever watches. */
export interface View {
  /** Something happened that is worth a line. `name` is stable, for programs; `about` is the process concerned. */
  tell(name: string, text: string, about?: string): void;
  /** Where a browser sees the network. */
  page(url: string): void;
  /** The network after a block. */
  update(state: NetworkState): void;
  /** The last words. */
  close(milestones: Milestones): void;
}

export function createView(options: { json?: boolean }): View {
  if (options.json) return new JsonView();
  return process.stdout.isTTY ? new LiveView() : new PlainView();
}

const COLUMNS: readonly Column<NeuronLine>[] = [
  { title: "neuron", value: ({ name }) => name },
  { title: "role", value: ({ role, state }) => (state === "running" ? role : state) },
  { title: "bits/byte", value: ({ bitsPerByte }) => bitsPerByte?.toFixed(3) ?? "", align: "right" },
  {
    title: "incentive",
    value: ({ incentive, bitsPerByte }) => (incentive > 0 || bitsPerByte !== undefined ? incentive.toFixed(4) : ""),
    align: "right",
  },
  {
    title: "dividends",
    value: ({ dividends }) => (dividends > 0 ? dividends.toFixed(4) : ""),
    align: "right",
    optional: true,
  },
  { title: "stake α", value: ({ stake }) => formatColumn(stake, 2), align: "right" },
  { title: "balance τ", value: ({ free }) => formatColumn(free, 2), align: "right" },
];

/** The network's lines stay at the bottom and are renewed in place; what happens scrolls by above them. */
class LiveView implements View {
  private panel: string[] = [];
  private url = "";

  tell(_name: string, text: string, about?: string): void {
    const seconds = (performance.now() / 1_000).toFixed(1).padStart(6);
    this.draw(
      this.panel,
      `${style("dim", `${seconds} s`)}  ${about === undefined ? "" : `${style("cyan", about)} `}${text}\n`,
    );
  }

  page(url: string): void {
    this.url = url;
    this.draw([...this.pageLines()]);
  }

  update(state: NetworkState): void {
    const { chain, netuid, orderZero } = state;
    if (chain === undefined) return;
    const bar = orderZero === undefined ? "" : `  order-0 model ${orderZero.toFixed(3)}`;
    const head = `block ${chain.block}  subnet ${netuid}  epoch in ${chain.blocksToEpoch}${bar}  Ctrl-C stops`;
    const rows = table(state.lines, COLUMNS, this.width).split("\n");
    this.draw([...this.pageLines(), "", style("bold", cutMiddle(head, this.width)), ...rows]);
  }

  close(_milestones: Milestones): void {
    this.panel = [];
  }

  private pageLines(): string[] {
    return this.url === "" ? [] : ["", `${style("bold", "See it live:")} ${style("cyan", this.url)}`];
  }

  private get width(): number {
    return (process.stdout.columns ?? 80) - 1;
  }

  /** One write, so that nothing flickers; a panel taller than the screen is cut, as only what is on it can be renewed. */
  private draw(panel: readonly string[], above = ""): void {
    const height = (process.stdout.rows ?? 24) - 1;
    const up = this.panel.length > 0 ? `\x1b[${this.panel.length}F` : "\r";
    this.panel = panel.slice(0, height);
    const lines = this.panel.map((line) => `${line}\n`).join("");
    process.stdout.write(`${up}\x1b[J${above}${lines}`);
  }
}

/** For pipes and files: a line for everything that happens, and the neurons after each epoch. */
class PlainView implements View {
  private lastToEpoch = 0;

  tell(_name: string, text: string, about?: string): void {
    process.stdout.write(`${about === undefined ? "" : `${about}: `}${text}\n`);
  }

  page(url: string): void {
    process.stdout.write(`see it live: ${url}\n`);
  }

  update(state: NetworkState): void {
    const { chain } = state;
    if (chain === undefined) return;
    const epochRan = chain.blocksToEpoch > this.lastToEpoch;
    this.lastToEpoch = chain.blocksToEpoch;
    if (epochRan)
      process.stdout.write(`block ${chain.block}\n${table(state.lines, COLUMNS, Number.POSITIVE_INFINITY)}\n`);
  }

  close(_milestones: Milestones): void {}
}

/** One JSON object a line; the last one holds the milestones. Amounts are rao as decimal text. */
class JsonView implements View {
  tell(name: string, text: string, about?: string): void {
    this.write({ event: name, process: about, text });
  }

  page(url: string): void {
    this.write({ event: "page", url });
  }

  update(state: NetworkState): void {
    if (state.chain === undefined) return;
    const { block, blocksToEpoch } = state.chain;
    this.write({ event: "block", block, blocksToEpoch, orderZero: state.orderZero, neurons: state.lines });
  }

  close(milestones: Milestones): void {
    this.write(milestones);
  }

  private write(value: unknown): void {
    process.stdout.write(`${toJson(value)}\n`);
  }
}
