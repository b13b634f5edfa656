import { type ProvenEpoch, type Verification, verifyEpoch } from "@myelin/verify";
import { type FormEvent, useState } from "react";
import { formatInteger } from "../../ui/text.ts";
import { FirstDifference } from "./verify-table.tsx";

const MOST = 65_535;

interface WhatIfProps {
  readonly epoch: ProvenEpoch;
  /** The neuron that the page is about. */
  readonly uid: number;
}

/** One weight as it is not: the epoch is computed with it, and the first figure that differs is named. */
export function VerifyWhatIf({ epoch, uid }: WhatIfProps) {
  const { inputs } = epoch.state;
  const [mechanism, setMechanism] = useState(0);
  const { weights, n } = inputs[mechanism]!;
  const voters = [...weights.keys()].filter((validator) => weights[validator]!.length > 0);
  const [validator, setValidator] = useState(() => voterFor(weights, uid) ?? voters[0]);
  const [miner, setMiner] = useState(() => targetOf(weights, validator, uid));
  const was = validator === undefined ? undefined : weights[validator]?.find(([target]) => target === miner)?.[1];
  const [value, setValue] = useState(() => String(was === undefined || was === 0 ? MOST : 0));
  const [answer, setAnswer] = useState<Verification | Error>();
  if (validator === undefined) return null;

  const ask = (event: FormEvent) => {
    event.preventDefault();
    verifyEpoch(epoch, { validator, miner, value: Number(value), mechanism }).then(setAnswer, setAnswer);
  };
  const choose =
    <T,>(set: (value: T) => void) =>
    (chosen: T) => {
      set(chosen);
      setAnswer(undefined);
    };
  return (
    <form className="what-if" onSubmit={ask} aria-label="What if one weight were different">
      <h3>What if one weight were different?</h3>
      <div className="what-if-fields">
        {inputs.length > 1 && (
          <Pick label="Mechanism" value={mechanism} options={[...inputs.keys()]} onPick={choose(setMechanism)} />
        )}
        <Pick label="Validator" value={validator} options={voters} onPick={choose(setValidator)} />
        <Pick label="gives neuron" value={miner} options={[...Array(n).keys()]} onPick={choose(setMiner)} />
        <label>
          the weight
          <input
            type="number"
            min={0}
            max={MOST}
            step={1}
            required
            value={value}
            onChange={({ target }) => choose(setValue)(target.value)}
          />
        </label>
        <span className="dim number">{was === undefined ? "instead of none" : `instead of ${formatInteger(was)}`}</span>
        <button type="submit">Compute</button>
      </div>
      {answer instanceof Error && (
        <p className="check bad" role="alert">
          {answer.message}
        </p>
      )}
      {answer !== undefined && !(answer instanceof Error) && (
        <p
          className={`check ${answer.isEqual ? "" : "bad"}`}
          role="status"
          data-what-if={answer.isEqual ? "equal" : "different"}
        >
          {answer.isEqual ? (
            "The epoch would be the same: that weight makes no difference to it."
          ) : (
            <>
              ✗ It is noticed. <FirstDifference verification={answer} />
            </>
          )}
        </p>
      )}
    </form>
  );
}

interface PickProps {
  readonly label: string;
  readonly value: number;
  readonly options: readonly number[];
  onPick(value: number): void;
}

function Pick({ label, value, options, onPick }: PickProps) {
  return (
    <label>
      {label}
      <select value={value} onChange={({ target }) => onPick(Number(target.value))}>
        {options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </label>
  );
}

type Weights = ProvenEpoch["state"]["inputs"][number]["weights"];

/** Who gave this neuron most. */
function voterFor(weights: Weights, uid: number): number | undefined {
  const given = weights.map((row) => row.find(([target]) => target === uid)?.[1] ?? 0);
  const most = Math.max(...given);
  return most > 0 ? given.indexOf(most) : undefined;
}

function targetOf(weights: Weights, validator: number | undefined, uid: number): number {
  const row = validator === undefined ? [] : weights[validator]!;
  return row.some(([target]) => target === uid) ? uid : (row[0]?.[0] ?? uid);
}
