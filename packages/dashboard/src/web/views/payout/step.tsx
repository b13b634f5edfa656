import type { ReactNode } from "react";

interface StepProps {
  readonly number: number;
  readonly title: string;
  /** What the step does, in a sentence or two. */
  readonly text: ReactNode;
  readonly formula: ReactNode;
  readonly picture: ReactNode;
  /** The numbers beside the picture. */
  readonly numbers: readonly (readonly [label: ReactNode, value: ReactNode])[];
  /** All numbers of the step, folded away. */
  readonly table?: ReactNode;
}

/** One step of an epoch: a picture first, then its formula and numbers. */
export function Step({ number, title, text, formula, picture, numbers, table }: StepProps) {
  return (
    <section className="card step" aria-label={title}>
      <header>
        <span className="step-number" aria-hidden="true">
          {number}
        </span>
        <div>
          <h3>{title}</h3>
          <p>{text}</p>
        </div>
      </header>
      <div className="step-body">
        <div className="picture">{picture}</div>
        <div className="step-numbers">
          <p className="formula">{formula}</p>
          <dl>
            {numbers.map(([label, value], i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list of a step never changes its order
              <div key={i}>
                <dt>{label}</dt>
                <dd className="number">{value}</dd>
              </div>
            ))}
          </dl>
        </div>
      </div>
      {table !== undefined && (
        <details className="all-numbers">
          <summary>All numbers</summary>
          <div className="scroll">{table}</div>
        </details>
      )}
    </section>
  );
}
