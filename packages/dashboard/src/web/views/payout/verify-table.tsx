import { describeDifference, type Field, type Verification } from "@myelin/verify";
import { formatInteger } from "../../ui/text.ts";

const LABELS: Readonly<Record<Field, string>> = {
  consensus: "Consensus",
  incentive: "Incentive",
  validatorTrust: "Validator trust",
  dividends: "Dividends",
  bonds: "Bonds",
  permits: "Validator permits",
  stakeWeight: "Stake weight",
  active: "Active",
  emission: "Emission",
};

/** What was compared, and what it took. */
export function VerifyTable({ verification }: { verification: Verification }) {
  const { fields, kernelMs, epoch } = verification;
  const { proof } = epoch;
  return (
    <div className="verify-result">
      <table>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col">Compared</th>
            <th scope="col">Equal</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ field, compared, different }) => (
            <tr key={field}>
              <th scope="row">{LABELS[field]}</th>
              <td className="number">{formatInteger(compared)}</td>
              <td className={`number ${different === 0 ? "" : "differs"}`}>
                {formatInteger(compared - different)}
                {different === 0 ? " ✓" : " ✗"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl className="facts verify-facts">
        <Fact name="Kernel" value={`${kernelMs.toFixed(2)} ms`} />
        <Fact name="Values proven" value={formatInteger(proof.keys)} />
        <Fact
          name="By nodes of the state trie"
          value={`${formatInteger(proof.nodes)}, ${formatInteger(Math.ceil(proof.bytes / 1_000))} kB`}
        />
        <Fact name="Asking and checking" value={`${formatInteger(Math.ceil(proof.ms))} ms`} />
        <Fact name="State root before" value={<Root hash={epoch.stateRoots.before} />} />
        <Fact name="State root after" value={<Root hash={epoch.stateRoots.after} />} />
      </dl>
    </div>
  );
}

function Fact({ name, value }: { name: string; value: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="number">{value}</dd>
    </div>
  );
}

function Root({ hash }: { hash: string }) {
  return (
    <code title={hash}>
      {hash.slice(0, 10)}…{hash.slice(-6)}
    </code>
  );
}

/** The first figure that is not the chain's. */
export function FirstDifference({ verification }: { verification: Verification }) {
  const { first, epoch } = verification;
  if (first === undefined) return null;
  const text = describeDifference(first, epoch.state.inputs.length);
  return (
    <span data-first-difference={text}>
      The first figure that differs: <strong>{text}</strong>.
    </span>
  );
}
