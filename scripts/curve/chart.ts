/** A line chart as SVG, readable on light and dark pages. */
import type { Line } from "./figures.ts";

export interface Chart {
  readonly title: string;
  readonly subtitle: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly x: readonly number[];
  readonly lines: readonly Line[];
}

const WIDTH = 960;
const HEIGHT = 540;
const PLOT = { left: 64, right: 720, top: 110, bottom: 474 };
const LABEL_GAP = 19;
const TICKS = [0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 16];

/** Colours by Okabe and Ito (2008), told apart by colour-blind people too; the first two, dashed, are yardsticks. */
const STYLE = `
    svg { --page: #ffffff; --ink: #1f2328; --soft: #59636e; --grid: #d8dee4; }
    svg { --c0: #59636e; --c1: #59636e; --c2: #0072b2; --c3: #d55e00; --c4: #007d5c; --c5: #a6458a; --c6: #8a6d00; --c7: #3b7ea1; }
    @media (prefers-color-scheme: dark) {
      svg { --page: #0d1117; --ink: #f0f6fc; --soft: #9198a1; --grid: #2a313a; }
      svg { --c0: #9198a1; --c1: #9198a1; --c2: #56b4e9; --c3: #ff9149; --c4: #2cc79a; --c5: #e59bc9; --c6: #e6c229; --c7: #a5d8ff; }
    }
    text { font-family: system-ui, -apple-system, "Segoe UI", sans-serif; font-size: 13px; fill: var(--soft); }
    .title { font-size: 20px; font-weight: 600; fill: var(--ink); }
    .grid { stroke: var(--grid); }
    .line { fill: none; stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round; }
    .name { font-weight: 600; }
    .lead { fill: none; stroke-width: 1; opacity: 0.5; }`;

export function chartOf(chart: Chart): string {
  const x = linear(chart.x);
  const y = logarithmic(chart.lines.flatMap(({ values }) => values.filter((value) => value !== undefined)));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="title about">
  <title id="title">${escaped(chart.title)}</title>
  <desc id="about">${escaped(`${chart.subtitle} ${chart.lines.map(described).join(" ")}`)}</desc>
  <style>${STYLE}
  </style>
  <rect width="${WIDTH}" height="${HEIGHT}" rx="8" style="fill: var(--page)"/>
  <text class="title" x="24" y="38">${escaped(chart.title)}</text>
  <text x="24" y="60">${escaped(chart.subtitle)}</text>
${[...xAxis(x, chart.xLabel), ...yAxis(y, chart.yLabel), ...drawn(chart, x, y)].map((part) => `  ${part}`).join("\n")}
</svg>
`;
}

interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

function linear(values: readonly number[]): Scale {
  const end = Math.max(...values, 0.1);
  const step = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 240].find((each) => end / each <= 10) ?? end / 10;
  const ticks = Array.from({ length: Math.floor(end / step) + 1 }, (_, i) => Number((i * step).toFixed(6)));
  return { at: (value) => PLOT.left + (value / end) * (PLOT.right - PLOT.left), ticks };
}

/** Halving the bits is worth the same height everywhere: what happens among the good models stays visible beside the bad ones. */
function logarithmic(values: readonly number[]): Scale {
  const low = Math.log(0.93 * Math.min(...values));
  const high = Math.log(1.05 * Math.max(...values));
  const at = (value: number) => PLOT.bottom - ((Math.log(value) - low) / (high - low)) * (PLOT.bottom - PLOT.top);
  return { at, ticks: TICKS.filter((tick) => Math.log(tick) >= low && Math.log(tick) <= high) };
}

function xAxis({ at, ticks }: Scale, label: string): string[] {
  const marks = ticks.map((tick) => text(at(tick), PLOT.bottom + 22, String(tick), 'text-anchor="middle"'));
  return [...marks, text((PLOT.left + PLOT.right) / 2, PLOT.bottom + 48, label, 'text-anchor="middle"')];
}

function yAxis({ at, ticks }: Scale, label: string): string[] {
  const marks = ticks.flatMap((tick) => [
    `<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${px(at(tick))}" y2="${px(at(tick))}"/>`,
    text(PLOT.left - 10, at(tick) + 4.5, String(tick), 'text-anchor="end"'),
  ]);
  return [...marks, text(24, PLOT.top - 18, label)];
}

function drawn({ x: xs, lines }: Chart, x: Scale, y: Scale): string[] {
  const ends = lines.flatMap(({ name, values }, i) => {
    const last = values.findLastIndex((value) => value !== undefined);
    if (last < 0) return [];
    const value = values[last]!;
    return [{ i, value, label: `${name}  ${value.toFixed(2)}`, x: x.at(xs[last]!), y: y.at(value) }];
  });
  const labels = spread(ends.map((end) => end.y));
  const curves = lines.map(({ values, baseline }, i) => {
    const points = values.map((value, at) => (value === undefined ? undefined : [x.at(xs[at]!), y.at(value)]));
    const dash = baseline ? ` stroke-dasharray="${i === 0 ? "2 6" : "8 6"}"` : "";
    return `<path class="line" style="stroke: var(--c${i % 8})"${dash} d="${pathOf(points)}"/>`;
  });
  const names = ends.flatMap((end, k) => [
    `<path class="lead" style="stroke: var(--c${end.i % 8})" d="M${px(end.x + 4)} ${px(end.y)}L${PLOT.right + 12} ${px(labels[k]!)}"/>`,
    text(PLOT.right + 16, labels[k]! + 4.5, end.label, `class="name" style="fill: var(--c${end.i % 8})"`),
  ]);
  return [...curves, ...names];
}

/** Heights near the wanted ones that leave room for a line of text each. */
function spread(wanted: readonly number[]): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!);
  const placed = [...wanted];
  order.forEach((i, k) => {
    const above = k === 0 ? Number.NEGATIVE_INFINITY : placed[order[k - 1]!]!;
    placed[i] = Math.max(wanted[i]!, above + LABEL_GAP);
  });
  let below = PLOT.bottom + LABEL_GAP;
  for (const i of order.reverse()) {
    placed[i] = Math.min(placed[i]!, below - LABEL_GAP);
    below = placed[i]!;
  }
  return placed;
}

/** Broken where points are missing; a point alone is a dot. */
function pathOf(points: readonly (readonly number[] | undefined)[]): string {
  return points
    .map((point, i) => {
      if (point === undefined) return "";
      const [x, y] = point.map(px) as [string, string];
      if (points[i - 1] !== undefined) return `L${x} ${y}`;
      return points[i + 1] === undefined ? `M${x} ${y}h0` : `M${x} ${y}`;
    })
    .join("");
}

function described({ name, values }: Line): string {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return `${name}: no figures.`;
  return `${name}: from ${known[0]!.toFixed(2)} to ${known.at(-1)!.toFixed(2)}.`;
}

function text(x: number, y: number, content: string, more = ""): string {
  return `<text x="${px(x)}" y="${px(y)}"${more === "" ? "" : ` ${more}`}>${escaped(content)}</text>`;
}

const px = (value: number): string => String(Number(value.toFixed(1)));

function escaped(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
