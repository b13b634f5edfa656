/** Blocks, extrinsics and events as lines for people. */
import type { ChainMetadata } from "@myelin/client";
import { fields } from "../terminal/output.ts";
import { style } from "../terminal/style.ts";
import { inlineText, safe, valueText } from "../values/text.ts";
import type { Plain } from "../values/write.ts";
import type { Block, BlockEvent, BlockExtrinsic } from "./block.ts";
import { writeArguments, writeEvent } from "./written.ts";

type Context = { metadata: ChainMetadata };

/** `Balances.Transfer  from: 5G…  to: 5F…  amount: 1,000` */
export function eventLine(context: Context, event: BlockEvent): string {
  return `${style("cyan", `${event.pallet}.${event.name}`)}${tail(writeEvent(context, event))}`;
}

function tail(value: Plain): string {
  if (value === null) return "";
  const isNamed = typeof value === "object" && !Array.isArray(value) && !(value instanceof Uint8Array);
  if (!isNamed) return `  ${inlineText(value)}`;
  return `  ${Object.entries(value)
    .map(([name, item]) => `${style("dim", `${safe(name)}:`)} ${inlineText(item)}`)
    .join("  ")}`;
}

/** One extrinsic: who called what with which arguments, and what came of it. */
export function extrinsicLines(context: Context, extrinsic: BlockExtrinsic): string[] {
  const { index, hash, decoded, problem, error, events } = extrinsic;
  const outcome = error === undefined ? "" : `  ${style("red", `failed: ${error}`)}`;
  const name = decoded === undefined ? `unreadable: ${problem}` : `${decoded.pallet}.${decoded.call}`;
  const signer = decoded?.signed === undefined ? "" : `  by ${decoded.signed.signer}`;
  const args = decoded === undefined ? {} : writeArguments(context, decoded);
  return [
    `${style("bold", `#${index} ${name}`)}${signer}${outcome}`,
    ...(decoded?.signed === undefined ? [] : [`   ${style("dim", hash)}`]),
    ...(Object.keys(args).length === 0 ? [] : argumentLines(args)),
    ...eventLines(context, events),
  ];
}

function eventLines(context: Context, events: readonly BlockEvent[] = []): string[] {
  return events.map((event) => `   ${style("dim", "→")} ${eventLine(context, event)}`);
}

function argumentLines(args: { [name: string]: Plain }): string[] {
  return Object.entries(args).flatMap(([name, value]) => {
    const [first = "", ...others] = valueText(value).split("\n");
    if (others.length === 0) return [`   ${style("dim", `${name}:`)} ${first}`];
    return [`   ${style("dim", `${name}:`)}`, ...[first, ...others].map((line) => `     ${line}`)];
  });
}

/** A whole block; of its extrinsics the first `limit`. */
export function blockText(context: Context, block: Block, limit: number): string {
  const { extrinsics, events } = block;
  const rest = extrinsics.length - limit;
  return [
    fields([
      ["block", String(block.number)],
      ["hash", block.hash],
      ["parent", block.parentHash],
      ["state root", block.stateRoot],
      ["extrinsics root", block.extrinsicsRoot],
      ["time", block.time === undefined ? "none" : new Date(block.time).toISOString()],
    ]),
    ...extrinsics.slice(0, limit).flatMap((extrinsic) => extrinsicLines(context, extrinsic)),
    ...(rest > 0 ? [`… and ${rest} more extrinsics; --limit shows more`] : []),
    ...(events !== undefined && events.length > 0 ? [style("bold", "the block itself")] : []),
    ...eventLines(context, events),
    ...(events === undefined ? ["Its events are gone: the node keeps the state of its newest blocks only."] : []),
  ].join("\n");
}

/** A block on one line, for those who watch them come. */
export function blockLine({ number, hash, time, extrinsics, events = [] }: Block): string {
  const all = extrinsics.reduce((sum, extrinsic) => sum + (extrinsic.events?.length ?? 0), events.length);
  const failed = extrinsics.filter(({ error }) => error !== undefined).length;
  const calls = extrinsics
    .filter(({ decoded }) => decoded?.signed !== undefined)
    .map(({ decoded }) => `${decoded!.pallet}.${decoded!.call}`);
  const counted = [...new Set(calls)].map((call) => {
    const times = calls.filter((other) => other === call).length;
    return times === 1 ? call : `${times} × ${call}`;
  });
  const clock = time === undefined ? "" : `${new Date(time).toTimeString().slice(0, 8)}  `;
  const outcome = failed === 0 ? "" : `  ${style("red", `${failed} failed`)}`;
  const what = counted.length === 0 ? "" : `  ${counted.join(", ")}`;
  const amount = `${plural(extrinsics.length, "extrinsic")}, ${plural(all, "event")}`;
  return `${style("dim", clock)}${style("bold", String(number))}  ${style("dim", `${hash.slice(0, 10)}…`)}  ${amount}${outcome}${what}`;
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
