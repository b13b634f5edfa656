import type { EpochTrace } from "../../chain/payout.ts";
import { formatInteger, formatShare } from "../../ui/text.ts";
import { Bars } from "./bars.tsx";
import { castOf } from "./cast.ts";
import { Step } from "./step.tsx";

/** Step 5: what validators earn of the miners they believed in. */
export function DividendStep({ trace, uid }: { trace: EpochTrace; uid: number }) {
  const { bondsAfter, incentive, dividends, output, input } = trace;
  const { validators, miners } = castOf(trace);
  const holds = bondsAfter[uid]!.size > 0;
  const ofMiners = miners
    .map((miner) => ({ uid: miner, share: (bondsAfter[uid]!.get(miner) ?? 0) * incentive[miner]! }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share);
  const total = ofMiners.reduce((sum, { share }) => sum + share, 0);
  const items = holds
    ? ofMiners.map(({ uid: miner, share }) => ({ uid: miner, share: (share / total) * dividends[uid]! }))
    : validators
        .map((validator) => ({ uid: validator, share: dividends[validator]! }))
        .filter(({ share }) => share > 0);
  return (
    <Step
      number={5}
      title="Dividends"
      text={
        holds
          ? "A bond pays as its miner earns. The bars are the miners that this validator's dividend came from."
          : "Bonds pay those who hold them as the miner earns. This neuron holds none; the bars are the dividends of those who do."
      }
      formula={
        <>
          <var>D</var>
          <sub>i</sub> ∝ {input.yuma3 && <var>S</var>}
          {input.yuma3 && <sub>i</sub>} ∑<sub>j</sub> <var>B</var>
          <sub>ij</sub> <var>I</var>
          <sub>j</sub>
        </>
      }
      picture={
        <Bars
          items={items}
          chosen={uid}
          label={holds ? "Dividend by miner" : "Dividends of validators"}
          who={holds ? "Miner" : "Validator"}
        />
      }
      numbers={[
        ["Dividends", formatShare(dividends[uid]!, 4)],
        ["Exactly, of 2³²", formatInteger(output.dividendsBits[uid]!)],
        ["As the chain shows it, of 65,535", formatInteger(output.dividends[uid]!)],
      ]}
    />
  );
}
