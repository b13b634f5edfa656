import type { EpochTrace } from "../../chain/payout.ts";
import type { Pending } from "../../chain/pending.ts";
import { hueOf } from "../../ui/colours.ts";
import { formatAmount, formatInteger, formatShare } from "../../ui/text.ts";
import { Step } from "./step.tsx";

interface AlphaProps {
  readonly trace: EpochTrace;
  readonly uid: number;
  readonly pending: Pending;
  /** Whether the subnet has one mechanism, which then gets all of the alpha. */
  readonly only: boolean;
}

/** Step 6: shares become alpha. */
export function AlphaStep({ trace, uid, pending, only }: AlphaProps) {
  const { input, output } = trace;
  const rewards = sum(output.incentiveBits) + sum(output.dividendsBits);
  const own = output.incentiveBits[uid]! + output.dividendsBits[uid]!;
  const share = rewards === 0n ? 0 : Number((own * 1_000_000_000n) / rewards) / 1e9;
  return (
    <Step
      number={6}
      title="Alpha"
      text={
        rewards === 0n
          ? "Nobody voted in a way that counts. So that the subnet does not stall, the alpha follows stake."
          : "What waited since the last epoch is paid out: to miners by incentive, to validators by dividends, half to half."
      }
      formula={
        <>
          <var>E</var>
          <sub>i</sub> = ⌊ <var>E</var> · (<var>I</var>
          <sub>i</sub> + <var>D</var>
          <sub>i</sub>) ∕ ∑ (<var>I</var> + <var>D</var>) ⌋
        </>
      }
      picture={<Flow trace={trace} uid={uid} pending={pending} />}
      numbers={[
        ["Alpha of the epoch", `${formatInteger(input.emission)} rao`],
        ...(only
          ? [
              ["for miners", `${formatInteger(pending.server)} rao`] as const,
              ["for validators", `${formatInteger(pending.validator)} rao`] as const,
              ["for root's stakers", `${formatInteger(pending.root)} rao`] as const,
            ]
          : []),
        ["Share of this neuron", rewards === 0n ? "by stake" : formatShare(share, 5)],
        [
          <strong key="total">Paid to it</strong>,
          <strong key="amount">{formatInteger(output.combinedEmission[uid]!)} rao</strong>,
        ],
      ]}
      table={<EmissionTable trace={trace} />}
    />
  );
}

const WIDTH = 620;
const HEIGHT = 230;
const BAR = 26;

/** The alpha, from its sources to the neurons. */
function Flow({ trace: { output }, uid, pending }: Omit<AlphaProps, "only">) {
  const total = sum(output.combinedEmission);
  if (total === 0n) return <p className="empty">There was no alpha to pay.</p>;
  const sources = [
    { label: "miners", amount: pending.server, colour: "var(--good)" },
    { label: "validators", amount: pending.validator, colour: "var(--warm)" },
    { label: "root", amount: pending.root, colour: "var(--accent)" },
  ];
  const all = sources.reduce((amount, source) => amount + source.amount, 0n);
  const neurons = output.combinedEmission
    .map((amount, neuron) => ({ neuron, amount }))
    .filter(({ amount }) => amount > 0n)
    .sort((a, b) => (a.amount < b.amount ? 1 : -1));
  const left = stack(
    sources.map(({ amount }) => amount),
    all,
  );
  const right = stack(
    neurons.map(({ amount }) => amount),
    total,
  );
  const at = neurons.findIndex(({ neuron }) => neuron === uid);
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`The epoch's alpha and its receivers; neuron ${uid} gets ${formatAmount(output.combinedEmission[uid]!)} alpha`}
    >
      {sources.map(({ label, amount, colour }, i) => (
        <g key={label}>
          <title>{`For ${label}: ${formatAmount(amount)} alpha`}</title>
          <rect x={96} y={left[i]!.start} width={BAR} height={left[i]!.size} fill={colour} rx={3} />
          {left[i]!.size > 12 && (
            <text x={88} y={left[i]!.start + left[i]!.size / 2 + 4} textAnchor="end" className="axis">
              {label}
            </text>
          )}
        </g>
      ))}
      {neurons.map(({ neuron, amount }, i) => (
        <g key={neuron} opacity={neuron === uid || at < 0 ? 1 : 0.4}>
          <title>{`Neuron ${neuron}: ${formatAmount(amount)} alpha`}</title>
          <path
            d={ribbon(96 + BAR, WIDTH - 150, right[i]!)}
            fill={hueOf(neuron)}
            opacity={neuron === uid ? 0.45 : 0.12}
          />
          <rect x={WIDTH - 150} y={right[i]!.start} width={BAR} height={right[i]!.size} fill={hueOf(neuron)} rx={3} />
          {(right[i]!.size > 13 || neuron === uid) && (
            <text
              x={WIDTH - 150 + BAR + 8}
              y={right[i]!.start + right[i]!.size / 2 + 4}
              className={neuron === uid ? "axis chosen" : "axis"}
            >
              {neuron} · {formatAmount(amount, 2)} α
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}

interface Piece {
  readonly start: number;
  readonly size: number;
}

function stack(amounts: readonly bigint[], total: bigint): Piece[] {
  const gap = amounts.length > 24 ? 0 : 3;
  const room = HEIGHT - 12 - gap * (amounts.length - 1);
  let start = 6;
  return amounts.map((amount) => {
    const size = total === 0n ? 0 : (room * Number((amount * 1_000_000n) / total)) / 1_000_000;
    const piece = { start, size: Math.max(1, size - 0.5) };
    start += size + gap;
    return piece;
  });
}

/** All sources feed all neurons in one proportion, so a ribbon comes from its own height of the left side. */
function ribbon(from: number, to: number, { start, size }: Piece): string {
  const middle = (from + to) / 2;
  const end = start + size;
  return `M${from} ${start}C${middle} ${start} ${middle} ${start} ${to} ${start}V${end}C${middle} ${end} ${middle} ${end} ${from} ${end}Z`;
}

function EmissionTable({ trace: { output } }: { trace: EpochTrace }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Neuron</th>
          <th scope="col">For mining, rao</th>
          <th scope="col">For validating, rao</th>
          <th scope="col">Emission, rao</th>
        </tr>
      </thead>
      <tbody>
        {output.combinedEmission.map((emission, neuron) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the uid
          <tr key={neuron}>
            <td className="number">{neuron}</td>
            <td className="number">{formatInteger(output.serverEmission[neuron]!)}</td>
            <td className="number">{formatInteger(output.validatorEmission[neuron]!)}</td>
            <td className="number">{formatInteger(emission)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function sum(vector: readonly bigint[]): bigint {
  return vector.reduce((total, value) => total + value, 0n);
}
