import type { Pending } from "@myelin/verify";
import type { EpochTrace } from "../../chain/payout.ts";
import { hueOf } from "../../ui/colours.ts";
import { usePictureWidth } from "../../ui/picture-width.ts";
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
      picture={<Flow trace={trace} uid={uid} />}
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

const HEIGHT = 280;
const BAR = 26;
/** Between the two halves. */
const SPLIT = 6;

interface Share {
  readonly neuron: number;
  readonly kind: "server" | "validator";
  readonly amount: bigint;
}

const LEFT = 110;
/** Room for uid and amount beside the receivers. */
const LABEL = 150;

/** The alpha, from the halves that incentive and dividends divide to the neurons that they pay. */
function Flow({ trace: { output }, uid }: { trace: EpochTrace; uid: number }) {
  const width = usePictureWidth();
  const right = width - LABEL;
  const shares = [
    ...largestFirst(output.serverEmission).map((share): Share => ({ ...share, kind: "server" })),
    ...largestFirst(output.validatorEmission).map((share): Share => ({ ...share, kind: "validator" })),
  ];
  if (shares.length === 0) return <p className="empty">There was no alpha to pay.</p>;
  const server = shares.filter(({ kind }) => kind === "server");
  const gap = shares.length > 24 ? 0 : 4;
  const pieces = stack(
    shares.map(({ amount }) => amount),
    gap,
    0,
  );
  const flat = stack(
    shares.map(({ amount }) => amount),
    0,
    server.length,
  );
  const paid = shares.some(({ neuron }) => neuron === uid);
  const label = `The epoch's alpha and its receivers; neuron ${uid} gets ${formatAmount(output.combinedEmission[uid]!)} alpha`;
  return (
    <svg viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
      <Half pieces={flat.slice(0, server.length)} text="incentive" colour="var(--leaf)" />
      <Half pieces={flat.slice(server.length)} text="dividends" colour="var(--amber)" />
      {shares.map((share, i) => (
        <Ribbon
          key={`${share.neuron}-${share.kind}`}
          share={share}
          from={flat[i]!}
          to={pieces[i]!}
          right={right}
          chosen={share.neuron === uid}
          faint={paid && share.neuron !== uid}
        />
      ))}
    </svg>
  );
}

function Half({ pieces, text, colour }: { pieces: readonly Piece[]; text: string; colour: string }) {
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (first === undefined || last === undefined) return null;
  const end = last.start + last.size;
  return (
    <g>
      <rect x={LEFT - BAR} y={first.start} width={BAR} height={end - first.start} fill={colour} rx={3} />
      <text x={LEFT - BAR - 10} y={(first.start + end) / 2 + 4} textAnchor="end" className="axis">
        {text}
      </text>
    </g>
  );
}

interface RibbonProps {
  readonly share: Share;
  readonly from: Piece;
  readonly to: Piece;
  /** Where the receivers stand. */
  readonly right: number;
  readonly chosen: boolean;
  readonly faint: boolean;
}

function Ribbon({ share: { neuron, kind, amount }, from, to, right, chosen, faint }: RibbonProps) {
  return (
    <g opacity={faint ? 0.5 : 1}>
      <title>{`Neuron ${neuron}: ${formatAmount(amount)} alpha by ${kind === "server" ? "incentive" : "dividends"}`}</title>
      <path d={ribbon(from, to, right)} fill={hueOf(neuron)} opacity={chosen ? 0.5 : 0.16} />
      <rect x={right} y={to.start} width={BAR} height={to.size} fill={hueOf(neuron)} rx={3} />
      {(to.size > 12 || chosen) && (
        <text x={right + BAR + 8} y={to.start + to.size / 2 + 4} className={chosen ? "axis chosen" : "axis"}>
          {neuron} · {formatAmount(amount, 2)} α
        </text>
      )}
    </g>
  );
}

function largestFirst(amounts: readonly bigint[]): { neuron: number; amount: bigint }[] {
  return amounts
    .map((amount, neuron) => ({ neuron, amount }))
    .filter(({ amount }) => amount > 0n)
    .sort((a, b) => (a.amount < b.amount ? 1 : -1));
}

interface Piece {
  readonly start: number;
  readonly size: number;
}

/** Amounts on top of each other over the whole height; before the piece at `split` there is always a gap. */
function stack(amounts: readonly bigint[], gap: number, split: number): Piece[] {
  const total = sum(amounts);
  const gaps = gap * (amounts.length - 1) + (split > 0 ? SPLIT : 0);
  let start = 6;
  return amounts.map((amount, i) => {
    if (i === split && split > 0) start += SPLIT;
    const size = ((HEIGHT - 12 - gaps) * Number((amount * 1_000_000n) / total)) / 1_000_000;
    const piece = { start, size: Math.max(0.8, size) };
    start += size + gap;
    return piece;
  });
}

function ribbon(from: Piece, to: Piece, right: number): string {
  const middle = (LEFT + right) / 2;
  const [a, b, c, d] = [from.start, from.start + from.size, to.start, to.start + to.size];
  return `M${LEFT} ${a}C${middle} ${a} ${middle} ${c} ${right} ${c}V${d}C${middle} ${d} ${middle} ${b} ${LEFT} ${b}Z`;
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
