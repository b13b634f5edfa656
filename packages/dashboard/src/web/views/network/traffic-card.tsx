import { useMemo } from "react";
import { linkKey, ROUNDS, type Traffic, trafficOf } from "../../scores/traffic.ts";
import { useScores } from "../../scores/use-scores.ts";
import { UidDot } from "../../ui/neuron-name.tsx";
import { Card, Meter } from "../../ui/parts.tsx";
import { formatBytes } from "../../ui/text.ts";
import { TrafficPicture } from "./traffic-picture.tsx";

/** Miners shown: those that most bytes go to. */
const MOST_MINERS = 16;

/** Who asks whom, how much goes over the wire, and how long answers take; from the same figures as the bits a byte. */
export function TrafficCard() {
  const validators = useScores();
  const traffic = useMemo(() => busiest(trafficOf(validators)), [validators]);
  if (traffic.askers.length === 0) return null;
  return (
    <Card
      title="Traffic between neurons"
      aside={<span className="hint">mean of the last {ROUNDS} rounds, as validators measured it</span>}
    >
      <div className="traffic">
        <TrafficPicture traffic={traffic} />
        <div className="scroll">
          <LatencyTable traffic={traffic} />
        </div>
      </div>
    </Card>
  );
}

function busiest(traffic: Traffic): Traffic {
  if (traffic.miners.length <= MOST_MINERS) return traffic;
  const bytes = new Map<number, number>();
  for (const { miner, bytesPerSecond } of traffic.links.values())
    bytes.set(miner, (bytes.get(miner) ?? 0) + bytesPerSecond);
  const miners = traffic.miners.toSorted((a, b) => bytes.get(b)! - bytes.get(a)!).slice(0, MOST_MINERS);
  return { ...traffic, miners: miners.sort((a, b) => a - b) };
}

/** Milliseconds from question to answer: a row for each miner, a column for each validator. */
function LatencyTable({ traffic: { askers, miners, links } }: { traffic: Traffic }) {
  const slowest = Math.max(1, ...[...links.values()].map(({ latencyMs = 0 }) => latencyMs));
  return (
    <table className="latency">
      <caption>From question to answer</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="sr-only">Miner</span>
          </th>
          {askers.map(({ uid }) => (
            <th key={uid} scope="col">
              asked by <UidDot uid={uid} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {miners.map((miner) => (
          <tr key={miner}>
            <th scope="row">
              <UidDot uid={miner} />
            </th>
            {askers.map(({ uid }) => {
              const ms = links.get(linkKey(uid, miner))?.latencyMs;
              return (
                <td key={uid}>
                  {ms === undefined ? (
                    <span className="dim">no answer</span>
                  ) : (
                    <Meter share={ms / slowest} text={`${Math.round(ms)} ms`} colour="var(--accent)" />
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <Totals title="Answers" values={askers.map(({ answers, asked }) => `${answers} of ${asked}`)} />
        <Totals title="Round" values={askers.map(({ roundSeconds }) => `${roundSeconds.toFixed(2)} s`)} />
        <Totals
          title="Bytes"
          values={askers.map(({ uid }) => {
            const bytes = miners.reduce((sum, miner) => sum + (links.get(linkKey(uid, miner))?.bytesPerSecond ?? 0), 0);
            return `${formatBytes(bytes)}/s`;
          })}
        />
      </tfoot>
    </table>
  );
}

function Totals({ title, values }: { title: string; values: readonly string[] }) {
  return (
    <tr>
      <th scope="row">{title}</th>
      {values.map((value, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one for each validator, in their order
        <td key={i} className="number">
          {value}
        </td>
      ))}
    </tr>
  );
}
