import { useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import { resolveColour } from "./colours.ts";
import { formatClock } from "./text.ts";
import { useTheme } from "./theme.ts";

export interface Line {
  readonly label: string;
  /** A colour of the style sheet. */
  readonly colour: string;
  readonly values: readonly (number | null)[];
  readonly dash?: number[];
}

interface LineChartProps {
  /** Seconds since 1970, ascending. */
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  readonly unit: string;
}

const HEIGHT = 320;
const NONE: ReadonlySet<string> = new Set();

/** Lines over time. The legend tells the figures under the pointer, or the newest; a click on a line's name hides it. */
export function LineChart({ times, lines, unit }: LineChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | undefined>(undefined);
  const [theme] = useTheme();
  const [pointed, setPointed] = useState<number | undefined>();
  const [hidden, setHidden] = useState(NONE);
  const names = lines.map(({ label }) => label).join("\n");
  const data = [times, ...lines.map(({ values }) => values)] as unknown as uPlot.AlignedData;
  const latest = useRef({ data, hidden });
  latest.current = { data, hidden };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new chart only for other lines or colours
  useEffect(() => {
    const element = box.current!;
    const options = optionsOf(lines, latest.current.hidden, element.clientWidth, setPointed);
    const plot = new uPlot(options, latest.current.data, element);
    chart.current = plot;
    const resize = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      plot.destroy();
      chart.current = undefined;
    };
  }, [names, theme]);

  useEffect(() => chart.current?.setData(data), [data]);

  const toggle = (label: string, i: number) => {
    const next = new Set(hidden);
    if (!next.delete(label)) next.add(label);
    setHidden(next);
    chart.current?.setSeries(i + 1, { show: !next.has(label) });
  };
  return (
    <>
      <div className="chart" ref={box} role="img" aria-label={describe(lines, unit)} />
      <ul className="chart-legend">
        <li className="chart-time number">
          {pointed === undefined || times[pointed] === undefined ? "now" : formatClock(1_000 * times[pointed])}
        </li>
        {lines.map((line, i) => (
          <li key={line.label}>
            <button type="button" aria-pressed={!hidden.has(line.label)} onClick={() => toggle(line.label, i)}>
              <Swatch line={line} />
              <bdi>{line.label}</bdi>
              <span className="number">{valueAt(line, pointed)?.toFixed(3) ?? "–"}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Swatch({ line: { colour, dash } }: { line: Line }) {
  return (
    <svg viewBox="0 0 20 4" aria-hidden="true">
      <path d="M1 2H19" stroke={colour} strokeWidth="3" strokeDasharray={dash?.map((part) => part / 1.6).join(" ")} />
    </svg>
  );
}

function valueAt({ values }: Line, index: number | undefined): number | null | undefined {
  return index === undefined ? values.findLast((value) => value !== null) : values[index];
}

function describe(lines: readonly Line[], unit: string): string {
  const last = lines.map((line) => `${line.label} ${valueAt(line, undefined)?.toFixed(2) ?? "none"}`);
  return `Lines over time, ${unit}. Now: ${last.join(", ")}.`;
}

/** Missed answers count as twice eight bits; the picture ends a little above eight, where a model knows nothing. */
function rangeOf(low: number | null, high: number | null): [number, number] {
  return [Math.max(0, Math.floor((low ?? 0) - 0.5)), Math.min(8.8, (high ?? 8) + 0.5)];
}

function optionsOf(
  lines: readonly Line[],
  hidden: ReadonlySet<string>,
  width: number,
  onPoint: (index: number | undefined) => void,
): uPlot.Options {
  const ink = resolveColour("var(--muted)");
  const rule = resolveColour("var(--line)");
  const font = '12px "Inter Variable", system-ui, sans-serif';
  const axis: uPlot.Axis = { stroke: ink, font, grid: { stroke: rule, width: 1 }, ticks: { show: false } };
  return {
    width,
    height: HEIGHT,
    padding: [12, 28, 0, 0],
    cursor: { y: false, points: { size: 7 } },
    legend: { show: false },
    hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? undefined)] },
    scales: { x: { time: true }, y: { range: (_, low, high) => rangeOf(low, high) } },
    axes: [
      { ...axis, grid: { show: false }, size: 28, space: 80, values: (_, ticks, __, ___, step) => clock(ticks, step) },
      { ...axis, size: 42, values: (_, ticks) => ticks.map((tick) => tick.toFixed(1)) },
    ],
    series: [
      {},
      ...lines.map(({ label, colour, dash }): uPlot.Series => {
        return {
          label,
          show: !hidden.has(label),
          stroke: resolveColour(colour),
          width: dash ? 1.5 : 2,
          dash,
          spanGaps: false,
          points: { show: false },
        };
      }),
    ],
  };
}

const MINUTE = 60;

function clock(ticks: readonly number[], step: number): string[] {
  const digits = step < MINUTE ? "HH:MM:SS".length : "HH:MM".length;
  return ticks.map((tick) => formatClock(1_000 * tick).slice(0, digits));
}
