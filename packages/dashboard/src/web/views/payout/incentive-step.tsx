import type { EpochTrace } from "../../chain/payout.ts";
import { formatInteger, formatShare } from "../../ui/text.ts";
import { Bars } from "./bars.tsx";
import { castOf } from "./cast.ts";
import { Step } from "./step.tsx";

/** Step 3: what miners earn of each other. */
export function IncentiveStep({ trace, uid }: { trace: EpochTrace; uid: number }) {
  const { incentive, clipped, votingStake, output } = trace;
  const items = castOf(trace)
    .miners.map((miner) => ({ uid: miner, share: incentive[miner]! }))
    .sort((a, b) => b.share - a.share);
  const rank = clipped.reduce((sum, row, validator) => sum + (row.get(uid) ?? 0) * votingStake[validator]!, 0);
  return (
    <Step
      number={3}
      title="Incentive"
      text="A miner's rank is what is left of its votes, weighted by stake. Its incentive is its share of all ranks."
      formula={
        <>
          <var>R</var>
          <sub>j</sub> = ∑<sub>i</sub> <var>S</var>
          <sub>i</sub> <var>W̄</var>
          <sub>ij</sub>
          <span className="formula-gap" />
          <var>I</var>
          <sub>j</sub> = <var>R</var>
          <sub>j</sub> ∕ ∑<sub>k</sub> <var>R</var>
          <sub>k</sub>
        </>
      }
      picture={<Bars items={items} chosen={uid} label="Incentive of each miner" who="Miner" />}
      numbers={[
        ["Rank", rank.toFixed(9)],
        ["Incentive", formatShare(incentive[uid]!, 4)],
        ["Exactly, of 2³²", formatInteger(output.incentiveBits[uid]!)],
        ["As the chain shows it, of 65,535", formatInteger(output.incentive[uid]!)],
      ]}
    />
  );
}
