import type { Neuron } from "@myelin/client";
import { memo, useMemo, useState } from "react";
import { useChain } from "../../chain/use-session.ts";
import { useScores } from "../../scores/use-scores.ts";
import { isValidator, UidDot } from "../../ui/neuron-name.tsx";
import { AccountLink, Card, Meter } from "../../ui/parts.tsx";
import { fixed, formatShare } from "../../ui/text.ts";

const U16 = 65_535;
const ROWS_AT_FIRST = 64;
/** Rows that are painted together: those in which nothing changed keep their picture. */
const CHUNK = 16;

interface Column {
  readonly key: string;
  readonly title: string;
  /** What the list is sorted by, largest first. */
  readonly rank: (neuron: Neuron) => number | bigint;
}

const COLUMNS: readonly Column[] = [
  { key: "uid", title: "Uid", rank: ({ uid }) => -uid },
  { key: "name", title: "Neuron", rank: ({ uid }) => -uid },
  { key: "emission", title: "Emission", rank: ({ emission }) => emission },
  { key: "incentive", title: "Incentive", rank: ({ incentive }) => incentive },
  { key: "dividends", title: "Dividends", rank: ({ dividends }) => dividends },
  { key: "stake", title: "Stake", rank: ({ totalStake }) => totalStake },
  { key: "trust", title: "Consensus", rank: ({ consensus }) => consensus },
  { key: "updated", title: "Weights set", rank: ({ lastUpdate }) => lastUpdate },
];

/** Everybody on the subnet. The emission leads to its explanation. */
export function NeuronTable() {
  const subnet = useChain((state) => state.subnet)!;
  const identities = useChain((state) => state.identities);
  const [sort, setSort] = useState("emission");
  const [all, setAll] = useState(false);
  const bits = useBits();
  const { neurons, netuid, block } = subnet.metagraph;
  const rows = useMemo(() => sorted(neurons, COLUMNS.find(({ key }) => key === sort)!.rank), [neurons, sort]);
  const most = useMemo(() => largest(neurons), [neurons]);
  const shown = all ? rows : rows.slice(0, ROWS_AT_FIRST);
  return (
    <Card
      title="Neurons"
      aside={<span className="hint">of the last epoch; choose an emission to see where it comes from</span>}
    >
      <div className="scroll">
        <table className="neurons">
          <thead>
            <tr>
              {COLUMNS.map(({ key, title }) => (
                <th key={key} scope="col" className={`col-${key}`} aria-sort={sort === key ? "descending" : "none"}>
                  <button type="button" onClick={() => setSort(key)}>
                    {title}
                  </button>
                </th>
              ))}
              {bits.size > 0 && (
                <th scope="col" className="col-bits">
                  Bits a byte
                </th>
              )}
            </tr>
          </thead>
          {chunks(shown).map((chunk) => (
            <tbody key={chunk[0]!.uid}>
              {chunk.map((neuron) => (
                <Row
                  key={neuron.uid}
                  neuron={neuron}
                  netuid={netuid}
                  name={identities.get(neuron.coldkey)}
                  age={isValidator(neuron) ? block - neuron.lastUpdate : undefined}
                  stakeShare={ratio(neuron.totalStake, most.stake)}
                  emissionShare={ratio(neuron.emission, most.emission)}
                  incentiveShare={neuron.incentive / Math.max(1, most.incentive)}
                  dividendShare={neuron.dividends / Math.max(1, most.dividends)}
                  bits={bits.size > 0 ? (bits.get(neuron.uid) ?? null) : undefined}
                />
              ))}
            </tbody>
          ))}
        </table>
      </div>
      {!all && neurons.length > ROWS_AT_FIRST && (
        <button type="button" className="more" onClick={() => setAll(true)}>
          Show all {neurons.length} neurons
        </button>
      )}
      {neurons.length === 0 && <p className="empty">Nobody is registered yet.</p>}
    </Card>
  );
}

interface RowProps {
  readonly neuron: Neuron;
  readonly netuid: number;
  readonly name: string | undefined;
  /** Blocks since it set weights. */
  readonly age: number | undefined;
  /** Of the largest in the column. */
  readonly stakeShare: number;
  readonly emissionShare: number;
  readonly incentiveShare: number;
  readonly dividendShare: number;
  /** Undefined where no validator tells, null where none has measured it. */
  readonly bits: number | null | undefined;
}

const Row = memo(function Row(props: RowProps) {
  const { neuron, netuid, name, age, bits } = props;
  const { uid, hotkey, incentive, dividends, emission, consensus, totalStake } = neuron;
  const paid = `${fixed(emission, 3)} α`;
  return (
    <tr>
      <td className="col-uid">
        <UidDot uid={uid} />
      </td>
      <th scope="row" className="col-name">
        <AccountLink account={hotkey} name={name} />
        {age !== undefined && <span className="chip">validator</span>}
        {neuron.axon === undefined && <span className="chip quiet">no axon</span>}
      </th>
      <td className="col-emission">
        <a className="why" href={`#/why/${netuid}/${uid}`} aria-label={`Why neuron ${uid} was paid ${paid}`}>
          <Meter share={props.emissionShare} text={paid} colour="var(--ink)" none={emission === 0n} />
        </a>
      </td>
      <td className="col-incentive">
        <Meter
          share={props.incentiveShare}
          text={formatShare(incentive / U16)}
          colour="var(--leaf)"
          none={incentive === 0}
        />
      </td>
      <td className="col-dividends">
        <Meter
          share={props.dividendShare}
          text={formatShare(dividends / U16)}
          colour="var(--amber)"
          none={dividends === 0}
        />
      </td>
      <td className="col-stake">
        <Meter share={props.stakeShare} text={fixed(totalStake, 2)} colour="var(--accent)" none={totalStake === 0n} />
      </td>
      <td className="col-trust number">
        {consensus === 0 ? <span className="dim">–</span> : formatShare(consensus / U16)}
      </td>
      <td className="col-updated number">
        {age === undefined ? <span className="dim">–</span> : `${age} ${age === 1 ? "block" : "blocks"} ago`}
      </td>
      {bits !== undefined && (
        <td className="col-bits number">{bits === null ? <span className="dim">–</span> : bits.toFixed(3)}</td>
      )}
    </tr>
  );
}, sameRow);

/** Neurons are read anew with each block; a row is drawn anew when something in it changed. */
function sameRow(before: RowProps, after: RowProps): boolean {
  const { neuron: a, ...restA } = before;
  const { neuron: b, ...restB } = after;
  const shown = [
    "uid",
    "hotkey",
    "incentive",
    "dividends",
    "emission",
    "consensus",
    "totalStake",
    "validatorPermit",
  ] as const;
  if (shown.some((key) => a[key] !== b[key]) || (a.axon === undefined) !== (b.axon === undefined)) return false;
  return (Object.keys(restA) as (keyof typeof restA)[]).every((key) => restA[key] === restB[key]);
}

function useBits(): ReadonlyMap<number, number> {
  const validators = useScores();
  return useMemo(() => {
    const found = new Map<number, number[]>();
    for (const { rounds } of validators) {
      for (const { uid, bitsPerByte } of rounds.at(-1)?.scores ?? []) {
        found.set(uid, [...(found.get(uid) ?? []), bitsPerByte]);
      }
    }
    return new Map([...found].map(([uid, all]) => [uid, all.reduce((sum, bits) => sum + bits, 0) / all.length]));
  }, [validators]);
}

function chunks<T>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / CHUNK) }, (_, i) => rows.slice(i * CHUNK, (i + 1) * CHUNK));
}

function sorted(neurons: readonly Neuron[], rank: Column["rank"]): Neuron[] {
  return neurons.toSorted((a, b) => {
    const [x, y] = [rank(a), rank(b)];
    return x === y ? a.uid - b.uid : x < y ? 1 : -1;
  });
}

function largest(neurons: readonly Neuron[]) {
  const most = { stake: 1n, emission: 1n, incentive: 1, dividends: 1 };
  for (const { totalStake, emission, incentive, dividends } of neurons) {
    if (totalStake > most.stake) most.stake = totalStake;
    if (emission > most.emission) most.emission = emission;
    most.incentive = Math.max(most.incentive, incentive);
    most.dividends = Math.max(most.dividends, dividends);
  }
  return most;
}

function ratio(part: bigint, whole: bigint): number {
  return Number((part * 10_000n) / whole) / 10_000;
}
