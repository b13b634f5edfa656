import { useMemo } from "react";
import type { BlockLine } from "../chain/session.ts";
import { useChain } from "../chain/use-session.ts";

const MEASURED_BLOCKS = 12;

/** How often blocks come, by their own timestamps. */
export function BlockPace() {
  const blocks = useChain((state) => state.blocks);
  const seconds = useMemo(() => paceOf(blocks), [blocks]);
  return <>{seconds === undefined ? "waiting for the next" : `one every ${formatPace(seconds)}`}</>;
}

/** Seconds a block, over the newest that have been read. */
export function paceOf(blocks: readonly BlockLine[]): number | undefined {
  const timed = blocks.filter(({ time }) => time !== undefined).slice(0, MEASURED_BLOCKS);
  const [newest, oldest] = [timed[0], timed.at(-1)];
  if (newest?.time === undefined || oldest?.time === undefined || newest.number === oldest.number) return undefined;
  const seconds = (newest.time - oldest.time) / 1_000 / (newest.number - oldest.number);
  return seconds > 0 ? seconds : undefined;
}

function formatPace(seconds: number): string {
  return seconds < 10 ? `${seconds.toFixed(2)} s` : `${Math.round(seconds)} s`;
}
