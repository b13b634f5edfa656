import { hueOf } from "../../ui/colours.ts";
import { usePictureWidth } from "../../ui/picture-width.ts";
import { formatShare } from "../../ui/text.ts";

export interface BarItem {
  readonly uid: number;
  readonly share: number;
  /** A second mark on the same scale: what the share was before. */
  readonly before?: number;
}

interface BarsProps {
  readonly items: readonly BarItem[];
  readonly chosen: number;
  readonly label: string;
  /** What stands before each uid. */
  readonly who: string;
}

const LEFT = 96;
const RIGHT = 70;
const ROW = 25;
const MOST = 32;

/** Shares as bars, the chosen neuron's in front; a ring marks the value before where there is one. */
export function Bars({ items, chosen, label, who }: BarsProps) {
  const width = usePictureWidth();
  const shown = items.slice(0, MOST);
  if (shown.length === 0) return <p className="empty">Nobody has any.</p>;
  const most = Math.max(...shown.map(({ share, before = 0 }) => Math.max(share, before)), 1e-12);
  const x = (share: number) => LEFT + (share / most) * (width - LEFT - RIGHT);
  return (
    <svg viewBox={`0 0 ${width} ${shown.length * ROW + 6}`} role="img" aria-label={label}>
      {shown.map(({ uid, share, before }, i) => (
        <g key={uid} transform={`translate(0 ${i * ROW + 3})`}>
          <title>{`${who} ${uid}: ${formatShare(share, 3)}${before === undefined ? "" : `, before ${formatShare(before, 3)}`}`}</title>
          <text x={LEFT - 12} y={15} textAnchor="end" className={uid === chosen ? "axis chosen" : "axis"}>
            {who} {uid}
          </text>
          <rect x={LEFT} y={3} width={width - LEFT - RIGHT} height={15} rx={4} className="cell" />
          <rect
            x={LEFT}
            y={3}
            width={Math.max(share > 0 ? 2 : 0, x(share) - LEFT)}
            height={15}
            rx={4}
            fill={hueOf(uid)}
            opacity={uid === chosen || !items.some((item) => item.uid === chosen) ? 1 : 0.45}
          />
          {before !== undefined && <circle cx={x(before)} cy={10.5} r={5} className="before" />}
          <text x={width - RIGHT + 10} y={15} className={uid === chosen ? "axis chosen" : "axis"}>
            {formatShare(share, 2)}
          </text>
        </g>
      ))}
    </svg>
  );
}
