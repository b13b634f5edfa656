import type { EpochTrace } from "../../chain/payout.ts";
import { formatShare } from "../../ui/text.ts";
import { castOf, fitting } from "./cast.ts";
import { Step } from "./step.tsx";

const LARGEST_CELL = 72;
/** Smaller cells have no room for their number. */
const CELL_WITH_TEXT = 40;
const ROOM = 440;
const LEFT = 132;
const TOP = 26;
const MOST_ROWS = 24;
const MOST_COLUMNS = 40;

/** Step 1: which weights count. */
export function VotesStep({ trace, uid }: { trace: EpochTrace; uid: number }) {
  const { votes, votingStake, permits, active } = trace;
  const voters = castOf(trace).validators.filter((validator) => votes[validator]!.size > 0);
  const received = votes.filter((row) => row.has(uid)).length;
  return (
    <Step
      number={1}
      title="Votes"
      text="Each validator with a permit spreads one vote over the miners. Votes for oneself, and votes older than the miner's registration, do not count. Darker is more; cuts by the consensus are hatched."
      formula={
        <>
          <var>W</var>
          <sub>ij</sub> = <var>w</var>
          <sub>ij</sub> ∕ ∑<sub>k</sub> <var>w</var>
          <sub>ik</sub>
        </>
      }
      picture={<Matrix trace={trace} uid={uid} />}
      numbers={[
        ["Validators that vote", voters.length],
        ["Of them, for this neuron", received],
        ["Its own share of the voting stake", formatShare(votingStake[uid]!, 2)],
        ["Permit", permits[uid] ? "yes" : "no"],
        ["Weights set within the cutoff", active[uid] ? "yes" : "no"],
      ]}
      table={<VotesTable trace={trace} />}
    />
  );
}

function Matrix({ trace, uid }: { trace: EpochTrace; uid: number }) {
  const cast = castOf(trace);
  // Who holds stake but has not voted is left out, so that the picture is about votes; the chosen one stays.
  const voters = cast.validators.filter((validator) => validator === uid || trace.votes[validator]!.size > 0);
  const rows = fitting(voters, uid, MOST_ROWS);
  const columns = fitting(cast.miners, uid, MOST_COLUMNS);
  if (rows.length === 0 || columns.length === 0) return <p className="empty">No vote counted in this epoch.</p>;
  const most = Math.max(...rows.flatMap((row) => [...trace.votes[row]!.values()]), 1e-9);
  const cell = Math.min(LARGEST_CELL, Math.max(14, Math.min(ROOM / columns.length, ROOM / rows.length)));
  const width = LEFT + columns.length * cell + 4;
  const height = TOP + rows.length * cell + 4;
  const chosenColumn = columns.indexOf(uid);
  const chosenRow = rows.indexOf(uid);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      style={{ maxInlineSize: width }}
      role="img"
      aria-label="Votes of validators for miners"
    >
      <Hatch />
      {columns.map((column, x) => (
        <text
          key={column}
          x={LEFT + (x + 0.5) * cell}
          y={TOP - 9}
          textAnchor="middle"
          className={column === uid ? "axis chosen" : "axis"}
        >
          {column}
        </text>
      ))}
      {rows.map((row, y) => (
        <g key={row} transform={`translate(0 ${TOP + y * cell})`}>
          <text x={24} y={cell / 2 + 4} textAnchor="end" className={row === uid ? "axis chosen" : "axis"}>
            {row}
          </text>
          <rect x={32} y={cell / 2 - 4} width={48} height={8} rx={4} className="track" />
          <rect
            x={32}
            y={cell / 2 - 4}
            width={Math.max(1, 48 * trace.votingStake[row]!)}
            height={8}
            rx={4}
            fill="var(--accent)"
          />
          <text x={LEFT - 8} y={cell / 2 + 4} textAnchor="end" className="axis">
            {formatShare(trace.votingStake[row]!, 0)}
          </text>
          {columns.map((column, x) => (
            <Cell
              key={column}
              trace={trace}
              row={row}
              column={column}
              x={LEFT + x * cell}
              size={cell - 3}
              most={most}
            />
          ))}
        </g>
      ))}
      {chosenColumn >= 0 && (
        <rect
          x={LEFT + chosenColumn * cell - 2.5}
          y={1}
          width={cell + 2}
          height={height - 3}
          rx={7}
          className="outline"
        />
      )}
      {chosenRow >= 0 && (
        <rect x={2} y={TOP + chosenRow * cell - 2.5} width={width - 4} height={cell + 2} rx={7} className="outline" />
      )}
    </svg>
  );
}

interface CellProps {
  readonly trace: EpochTrace;
  readonly row: number;
  readonly column: number;
  readonly x: number;
  readonly size: number;
  /** Largest vote in the picture. */
  readonly most: number;
}

function Cell({ trace: { votes, clipped }, row, column, x, size, most }: CellProps) {
  const vote = votes[row]!.get(column) ?? 0;
  const kept = clipped[row]!.get(column) ?? 0;
  const cut = vote > kept;
  return (
    <g>
      <title>{`Validator ${row} for ${column}: ${formatShare(vote, 2)}${cut ? `, cut to ${formatShare(kept, 2)}` : ""}`}</title>
      <rect x={x} width={size} height={size} rx={5} className="cell" />
      {vote > 0 && (
        <rect x={x} width={size} height={size} rx={5} fill="var(--leaf)" opacity={0.1 + 0.6 * (vote / most)} />
      )}
      {cut && <rect x={x} width={size} height={size} rx={5} fill="url(#hatch)" />}
      {vote > 0 && size >= CELL_WITH_TEXT && (
        <text x={x + size / 2} y={size / 2 + 4} textAnchor="middle" className="cell-text">
          {formatShare(vote, 0)}
        </text>
      )}
    </g>
  );
}

export function Hatch() {
  return (
    <defs>
      <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="2.4" height="6" fill="var(--bad)" opacity="0.75" />
      </pattern>
    </defs>
  );
}

function VotesTable({ trace: { votes, clipped, consensus } }: { trace: EpochTrace }) {
  const rows = votes.flatMap((row, validator) => [...row].map(([miner, vote]) => ({ validator, miner, vote })));
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Validator</th>
          <th scope="col">Miner</th>
          <th scope="col">Vote</th>
          <th scope="col">Consensus</th>
          <th scope="col">Counted</th>
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, 2_000).map(({ validator, miner, vote }) => (
          <tr key={`${validator}-${miner}`}>
            <td className="number">{validator}</td>
            <td className="number">{miner}</td>
            <td className="number">{vote.toFixed(9)}</td>
            <td className="number">{consensus[miner]!.toFixed(9)}</td>
            <td className="number">{(clipped[validator]!.get(miner) ?? 0).toFixed(9)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
