import type { EpochTrace } from "../../chain/payout.ts";
import { hueOf } from "../../ui/colours.ts";
import { usePictureWidth } from "../../ui/picture-width.ts";
import { formatShare } from "../../ui/text.ts";
import { castOf } from "./cast.ts";
import { Step } from "./step.tsx";
import { Hatch } from "./votes-step.tsx";

const HEIGHT = 250;
const LEFT = 46;
const BOTTOM = 34;
const TOP = 14;
const RIGHT = 78;

/** Step 2: the consensus line. For a miner its column of votes; for a validator its own row against all lines. */
export function ConsensusStep({ trace, uid }: { trace: EpochTrace; uid: number }) {
  const { votes, clipped, consensus, votingStake, input, output } = trace;
  const given = votes[uid]!;
  const isVoter = given.size > 0 && consensus[uid] === 0;
  const cut = votes.filter((row, validator) => (row.get(uid) ?? 0) > (clipped[validator]!.get(uid) ?? 0)).length;
  const ownCut = [...given].filter(([miner, vote]) => vote > (clipped[uid]!.get(miner) ?? 0)).length;
  const numbers = isVoter
    ? ([
        ["Its votes", given.size],
        ["Of them cut", ownCut],
        ["Validator trust: what is left of its vote", formatShare(output.validatorTrust[uid]! / 65_535, 2)],
        ["Majority κ", formatShare(input.kappa / 65_535, 0)],
      ] as const)
    : ([
        ["Consensus on this neuron", consensus[uid]!.toFixed(9)],
        ["Votes above it, cut down", cut],
        ["Majority κ", formatShare(input.kappa / 65_535, 0)],
        [
          "Voting stake in all",
          formatShare(
            votingStake.reduce((sum, stake) => sum + stake, 0),
            0,
          ),
        ],
      ] as const);
  return (
    <Step
      number={2}
      title="Consensus"
      text={
        isVoter
          ? "For each miner the consensus is the highest weight that the majority of stake supports. What this validator gave above the line does not count."
          : "Each block is a validator: as wide as its stake, as high as its vote. The consensus is the highest weight that the majority of stake supports. What lies above the line is cut."
      }
      formula={
        isVoter ? (
          <>
            <var>W̄</var>
            <sub>ij</sub> = min(<var>W</var>
            <sub>ij</sub>, <var>C</var>
            <sub>j</sub>)
          </>
        ) : (
          <>
            <var>C</var>
            <sub>j</sub> = max <var>w</var> : ∑<sub>i : Wij ≥ w</sub> <var>S</var>
            <sub>i</sub> ≥ <var>κ</var>
          </>
        )
      }
      picture={isVoter ? <Row trace={trace} uid={uid} /> : <Column trace={trace} uid={uid} />}
      numbers={numbers}
    />
  );
}

/** Votes for one miner, highest first, over the stake behind them. */
function Column({ trace, uid }: { trace: EpochTrace; uid: number }) {
  const { votes, votingStake, consensus, input } = trace;
  const width = usePictureWidth();
  const voters = castOf(trace)
    .validators.filter((validator) => votingStake[validator]! > 0)
    .map((validator) => ({ validator, stake: votingStake[validator]!, vote: votes[validator]!.get(uid) ?? 0 }))
    .sort((a, b) => b.vote - a.vote || a.validator - b.validator);
  const most = Math.max(...voters.map(({ vote }) => vote), consensus[uid]!) * 1.12;
  if (voters.length === 0 || most === 0)
    return <p className="empty">No validator gave this neuron a vote that counts.</p>;
  const x = (share: number) => LEFT + share * (width - LEFT - RIGHT);
  const y = (vote: number) => HEIGHT - BOTTOM - (vote / most) * (HEIGHT - BOTTOM - TOP);
  const line = y(consensus[uid]!);
  const kappa = x(input.kappa / 65_535);
  let before = 0;
  const bars = voters.map((voter) => {
    const start = before;
    before += voter.stake;
    return { ...voter, start };
  });
  return (
    <svg
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role="img"
      aria-label={`Votes for neuron ${uid} by stake, consensus ${formatShare(consensus[uid]!, 2)}`}
    >
      <Hatch />
      <line x1={x(0)} x2={x(1)} y1={y(0)} y2={y(0)} className="rule" />
      {bars.map(({ validator, stake, vote, start }) => (
        <g key={validator}>
          <title>{`Validator ${validator}: ${formatShare(stake, 1)} of the stake votes ${formatShare(vote, 2)}`}</title>
          <rect
            x={x(start) + 1}
            width={Math.max(1, x(start + stake) - x(start) - 2)}
            y={y(vote)}
            height={y(0) - y(vote)}
            rx={3}
            fill={hueOf(validator)}
            opacity={0.85}
          />
          {vote > consensus[uid]! && (
            <rect
              x={x(start) + 1}
              width={Math.max(1, x(start + stake) - x(start) - 2)}
              y={y(vote)}
              height={line - y(vote)}
              rx={3}
              fill="url(#hatch)"
            />
          )}
          {stake > 0.04 && (
            <text x={x(start + stake / 2)} y={y(0) + 15} textAnchor="middle" className="axis">
              {validator}
            </text>
          )}
        </g>
      ))}
      <line x1={kappa} x2={kappa} y1={TOP} y2={y(0) + 4} className="kappa" />
      <text x={kappa} y={HEIGHT - 4} textAnchor="middle" className="axis">
        κ: {formatShare(input.kappa / 65_535, 0)} of stake
      </text>
      <line x1={x(0)} x2={x(1)} y1={line} y2={line} className="consensus" />
      <text x={x(1) + 6} y={line + 4} className="axis chosen">
        {formatShare(consensus[uid]!, 2)}
      </text>
      <text x={x(0) - 6} y={y(most / 1.12) + 4} textAnchor="end" className="axis">
        {formatShare(most / 1.12, 0)}
      </text>
      <text x={x(0) - 6} y={y(0) + 4} textAnchor="end" className="axis">
        0
      </text>
    </svg>
  );
}

const ROW_HEIGHT = 24;

/** One validator's votes, each against the consensus on its miner. */
function Row({ trace: { votes, consensus }, uid }: { trace: EpochTrace; uid: number }) {
  const width = usePictureWidth();
  const given = [...votes[uid]!].sort(([, a], [, b]) => b - a).slice(0, 40);
  const most = Math.max(...given.map(([miner, vote]) => Math.max(vote, consensus[miner]!))) * 1.05;
  const x = (share: number) => LEFT + (share / most) * (width - LEFT - RIGHT);
  const height = given.length * ROW_HEIGHT + 8;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`Votes of validator ${uid} against the consensus`}>
      <Hatch />
      {given.map(([miner, vote], i) => {
        const limit = consensus[miner]!;
        const y = 4 + i * ROW_HEIGHT;
        return (
          <g key={miner}>
            <title>{`Miner ${miner}: vote ${formatShare(vote, 2)}, consensus ${formatShare(limit, 2)}`}</title>
            <text x={LEFT - 10} y={y + 14} textAnchor="end" className="axis">
              {miner}
            </text>
            <rect
              x={x(0)}
              y={y + 2}
              width={Math.max(1, x(vote) - x(0))}
              height={15}
              rx={4}
              fill={hueOf(miner)}
              opacity={0.85}
            />
            {vote > limit && (
              <rect x={x(limit)} y={y + 2} width={x(vote) - x(limit)} height={15} rx={4} fill="url(#hatch)" />
            )}
            <line x1={x(limit)} x2={x(limit)} y1={y - 1} y2={y + 20} className="consensus" />
            <text x={Math.max(x(vote), x(limit)) + 8} y={y + 14} className="axis">
              {formatShare(vote, 1)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
