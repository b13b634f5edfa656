import { useMemo } from "react";
import type { ValidatorScores } from "../../scores/scores.ts";
import { useScores } from "../../scores/use-scores.ts";
import { UidDot } from "../../ui/neuron-name.tsx";
import { Card } from "../../ui/parts.tsx";

const ROUNDS = 20;

/** Who asks whom, how often answers come, and how long they take; from the same figures as the bits a byte. */
export function TrafficCard() {
  const validators = useScores();
  const told = useMemo(() => validators.filter(({ rounds }) => rounds.length > 0), [validators]);
  if (told.length === 0) return null;
  const miners = [...new Set(told.flatMap(({ rounds }) => rounds.at(-1)!.scores.map(({ uid }) => uid)))].sort(
    (a, b) => a - b,
  );
  return (
    <Card title="Traffic between neurons" aside={<span className="hint">mean of the last {ROUNDS} rounds</span>}>
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Validator</th>
              <th scope="col">Round</th>
              <th scope="col">Answers</th>
              {miners.map((uid) => (
                <th key={uid} scope="col">
                  Miner <UidDot uid={uid} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {told.map((validator) => (
              <TrafficRow key={validator.source} validator={validator} miners={miners} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function TrafficRow({ validator: { uid, rounds }, miners }: { validator: ValidatorScores; miners: readonly number[] }) {
  const recent = rounds.slice(-ROUNDS);
  const asked = recent.reduce((sum, round) => sum + round.asked, 0);
  const answers = recent.reduce((sum, round) => sum + round.answers, 0);
  const seconds = recent.reduce((sum, round) => sum + round.seconds, 0) / recent.length;
  return (
    <tr>
      <th scope="row">
        <UidDot uid={uid} />
      </th>
      <td className="number">{seconds.toFixed(2)} s</td>
      <td className="number">
        {answers} of {asked}
      </td>
      {miners.map((miner) => (
        <td key={miner} className="number">
          {latency(recent.map(({ scores }) => scores.find((score) => score.uid === miner)?.latencyMs))}
        </td>
      ))}
    </tr>
  );
}

function latency(values: readonly (number | null | undefined)[]): string {
  const known = values.filter((value): value is number => typeof value === "number" && Number.isFinite(value));
  return known.length === 0 ? "–" : `${Math.round(known.reduce((sum, value) => sum + value, 0) / known.length)} ms`;
}
