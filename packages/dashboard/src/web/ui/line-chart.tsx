import { useEffect, useRef } from "react";
import uPlot from "uplot";
import { resolveColour } from "./colours.ts";
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

const HEIGHT = 300;

/** Lines over time, with the figures under the pointer in the legend. */
export function LineChart({ times, lines, unit }: LineChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | undefined>(undefined);
  const [theme] = useTheme();
  const names = lines.map(({ label }) => label).join("\n");
  const data = [times, ...lines.map(({ values }) => values)] as unknown as uPlot.AlignedData;
  const latest = useRef(data);
  latest.current = data;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new chart only for other lines or colours
  useEffect(() => {
    const element = box.current!;
    const plot = new uPlot(optionsOf(lines, unit, element.clientWidth), latest.current, element);
    chart.current = plot;
    const resize = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      plot.destroy();
      chart.current = undefined;
    };
  }, [names, theme, unit]);

  useEffect(() => chart.current?.setData(data), [data]);
  return <div className="chart" ref={box} role="img" aria-label={describe(lines, unit)} />;
}

function describe(lines: readonly Line[], unit: string): string {
  const last = lines.map(({ label, values }) => {
    const value = values.findLast((found) => found !== null);
    return `${label} ${value?.toFixed(2) ?? "none"}`;
  });
  return `Lines over time, ${unit}. Now: ${last.join(", ")}.`;
}

/** Missed answers count as twice eight bits; the picture ends a little above eight, where a model knows nothing. */
function rangeOf(low: number | null, high: number | null): [number, number] {
  return [Math.max(0, Math.floor((low ?? 0) - 0.5)), Math.min(8.8, (high ?? 8) + 0.5)];
}

function optionsOf(lines: readonly Line[], unit: string, width: number): uPlot.Options {
  const ink = resolveColour("var(--muted)");
  const rule = resolveColour("var(--line)");
  const font = '12px "Inter Variable", system-ui, sans-serif';
  const axis: uPlot.Axis = { stroke: ink, font, grid: { stroke: rule, width: 1 }, ticks: { show: false } };
  return {
    width,
    height: HEIGHT,
    padding: [12, 8, 0, 0],
    cursor: { y: false, points: { size: 7 } },
    legend: { live: true },
    scales: { x: { time: true }, y: { range: (_, low, high) => rangeOf(low, high) } },
    axes: [
      { ...axis, grid: { show: false } },
      { ...axis, size: 42, values: (_, ticks) => ticks.map((tick) => tick.toFixed(1)) },
    ],
    series: [
      {
        value: (_, time) => (time === null || time === undefined ? "now" : new Date(time * 1000).toLocaleTimeString()),
      },
      ...lines.map(({ label, colour, dash, values }): uPlot.Series => {
        return {
          label,
          stroke: resolveColour(colour),
          width: dash ? 1.5 : 2,
          dash,
          spanGaps: false,
          points: { show: false },
          value: (_, value) => (value ?? values.findLast((last) => last !== null))?.toFixed(3) ?? `no ${unit}`,
        };
      }),
    ],
  };
}
