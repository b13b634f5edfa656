import type { EpochTrace } from "../../chain/payout.ts";
import { formatShare } from "../../ui/text.ts";
import { Bars } from "./bars.tsx";
import { castOf } from "./cast.ts";
import { Step } from "./step.tsx";

/** Step 4: who believed in whom, and for how long. */
export function BondsStep({ trace, uid }: { trace: EpochTrace; uid: number }) {
  const { bondsBefore, bondsAfter, input } = trace;
  const holds = bondsAfter[uid]!.size > 0 || bondsBefore[uid]!.size > 0;
  const { miners, validators } = castOf(trace);
  const items = holds
    ? miners.map((miner) => bond(miner, bondsAfter[uid]!.get(miner), bondsBefore[uid]!.get(miner)))
    : validators.map((validator) => bond(validator, bondsAfter[validator]!.get(uid), bondsBefore[validator]!.get(uid)));
  const average = Number(input.bondsMovingAverage) / 1_000_000;
  return (
    <Step
      number={4}
      title="Bonds"
      text={
        holds
          ? "Voting for a miner buys bonds in it, a little with every epoch. The ring is what this validator held before, the bar what it holds now."
          : "Validators that vote for a miner hold bonds in it, a little more with every epoch. The ring is what each held before, the bar what it holds now."
      }
      formula={
        <>
          <var>B</var>
          <sub>ij</sub> ← <var>β</var> <var>B</var>
          <sub>ij</sub> + (1 − <var>β</var>) {input.yuma3 ? "" : <var>S</var>}
          {input.yuma3 ? "" : <sub>i</sub>} <var>W̃</var>
          <sub>ij</sub>
        </>
      }
      picture={
        <Bars
          items={items.filter(({ share, before }) => share > 0 || before > 0)}
          chosen={uid}
          label={holds ? "Bonds of this validator in each miner" : "Bonds of each validator in this miner"}
          who={holds ? "Miner" : "Validator"}
        />
      }
      numbers={[
        [
          holds ? "Miners it holds bonds in" : "Validators with bonds in it",
          items.filter(({ share }) => share > 0).length,
        ],
        ["Kept of the old bonds, β", formatShare(average, 1)],
        ["Cut votes count less by", formatShare(input.bondsPenalty / 65_535, 0)],
        ["Kind", input.yuma3 ? "Yuma 3, proportions" : "shares of each miner"],
        ...(input.liquidAlpha && input.yuma3 ? [["Rate", "by consensus, a rate for each bond"] as const] : []),
      ]}
    />
  );
}

function bond(uid: number, share = 0, before = 0) {
  return { uid, share, before };
}
