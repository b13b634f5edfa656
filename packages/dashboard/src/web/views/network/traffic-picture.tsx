import { type Link, linkKey, type Traffic } from "../../scores/traffic.ts";
import { hueOf } from "../../ui/colours.ts";
import { usePictureWidth } from "../../ui/picture-width.ts";
import { formatBytes, formatShare } from "../../ui/text.ts";

const LEFT = 92;
/** Room for figures beside the miners. */
const LABEL = 150;
const ROW = 46;
const NODE = 14;
const THICKEST = 15;

/** Validators on the left, miners on the right; a link is as thick as its bytes, and fades where answers stay away. */
export function TrafficPicture({ traffic: { askers, miners, links } }: { traffic: Traffic }) {
  const width = usePictureWidth();
  const right = width - LABEL;
  const height = ROW * Math.max(askers.length, miners.length);
  const place = (i: number, count: number) => (height * (i + 0.5)) / count;
  const most = Math.max(1, ...[...links.values()].map(({ bytesPerSecond }) => bytesPerSecond));
  const total = [...links.values()].reduce((sum, { bytesPerSecond }) => sum + bytesPerSecond, 0);
  return (
    <svg
      className="traffic-picture"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`Traffic of ${askers.length} validators with ${miners.length} miners, ${formatBytes(total)} a second`}
    >
      {miners.map((miner, m) =>
        askers.map(({ uid }, v) => {
          const link = links.get(linkKey(uid, miner));
          return (
            link !== undefined && (
              <Wire
                key={linkKey(uid, miner)}
                link={link}
                from={place(v, askers.length)}
                to={place(m, miners.length)}
                right={right}
                thickness={(THICKEST * link.bytesPerSecond) / most}
              />
            )
          );
        }),
      )}
      {askers.map(({ uid }, v) => (
        <g key={uid} transform={`translate(${LEFT} ${place(v, askers.length)})`}>
          <circle r={NODE} fill="var(--panel)" stroke={hueOf(uid)} strokeWidth="2.5" />
          <text textAnchor="middle" y="4.5" className="axis chosen">
            {uid}
          </text>
          <text x={-NODE - 9} y="4.5" textAnchor="end" className="axis">
            validator
          </text>
        </g>
      ))}
      {miners.map((miner, m) => (
        <g key={miner} transform={`translate(${right} ${place(m, miners.length)})`}>
          <circle r={NODE} fill={hueOf(miner)} />
          <text textAnchor="middle" y="4.5" className="axis on-hue">
            {miner}
          </text>
          <text x={NODE + 9} y="4.5" className="axis">
            {summary(askers.flatMap(({ uid }) => links.get(linkKey(uid, miner)) ?? []))}
          </text>
        </g>
      ))}
    </svg>
  );
}

interface WireProps {
  readonly link: Link;
  readonly from: number;
  readonly to: number;
  /** Where miners stand. */
  readonly right: number;
  readonly thickness: number;
}

function Wire({
  link: { validator, miner, latencyMs, bytesPerSecond, answered },
  from,
  to,
  right,
  thickness,
}: WireProps) {
  const middle = (LEFT + right) / 2;
  const latency = latencyMs === undefined ? "no answer" : `${Math.round(latencyMs)} ms`;
  return (
    <path
      d={`M${LEFT} ${from}C${middle} ${from} ${middle} ${to} ${right} ${to}`}
      fill="none"
      stroke={hueOf(miner)}
      strokeWidth={Math.max(1, thickness)}
      opacity={0.12 + 0.33 * answered}
      strokeDasharray={answered === 0 ? "3 5" : undefined}
    >
      <title>
        {`Validator ${validator} and miner ${miner}: ${latency}, ${formatBytes(bytesPerSecond)}/s, answered ${formatShare(answered, 0)}`}
      </title>
    </path>
  );
}

/** What a miner sends and receives in all, and how fast it answers. */
function summary(links: readonly Link[]): string {
  const known = links.flatMap(({ latencyMs }) => latencyMs ?? []);
  const bytes = links.reduce((sum, { bytesPerSecond }) => sum + bytesPerSecond, 0);
  if (known.length === 0) return "no answer";
  const latency = Math.round(known.reduce((sum, ms) => sum + ms, 0) / known.length);
  return `${latency} ms · ${formatBytes(bytes)}/s`;
}
