import { useMemo } from "react";
import { useChain } from "../../chain/use-session.ts";
import type { ValidatorScores } from "../../scores/scores.ts";
import { type Series, seriesOf } from "../../scores/series.ts";
import { useScores } from "../../scores/use-scores.ts";
import { hueOf } from "../../ui/colours.ts";
import { type Line, LineChart } from "../../ui/line-chart.tsx";
import { nameOf } from "../../ui/neuron-name.tsx";
import { Card } from "../../ui/parts.tsx";

/** Do the models learn? What validators measured on bytes that no miner had seen. */
export function LearningCard() {
  const validators = useScores();
  const neurons = useChain((state) => state.subnet?.metagraph.neurons);
  const identities = useChain((state) => state.identities);
  const series = useMemo(() => seriesOf(validators), [validators]);
  const lines = useMemo(() => {
    const label = (uid: number) => {
      const neuron = neurons?.[uid];
      return neuron === undefined ? `${uid}` : `${uid} ${nameOf(neuron, identities)}`;
    };
    return linesOf(series, label);
  }, [series, neurons, identities]);
  const sources = validators.filter(({ rounds }) => rounds.length > 0);
  return (
    <Card title="Bits a byte on unseen text" aside={<span className="hint">lower is better</span>}>
      {series.times.length < 2 ? (
        <NoScores validators={validators} />
      ) : (
        <>
          <LineChart times={series.times} lines={lines} unit="bits a byte" />
          <p className="source">
            Mean over {sources.length} {sources.length === 1 ? "validator" : "validators"}. These are their own figures,
            from{" "}
            {sources.map(({ source }) => (
              <code key={source}>{source.replace("http://", "")}/scores</code>
            ))}
            , signed with their hotkeys: {signaturesOf(sources)}.
          </p>
        </>
      )}
    </Card>
  );
}

function signaturesOf(sources: readonly ValidatorScores[]): string {
  const rounds = sources.reduce((sum, source) => sum + source.rounds.length, 0);
  const checked = sources.reduce((sum, source) => sum + Math.min(source.checked, source.rounds.length), 0);
  return checked === rounds
    ? `all ${rounds} signatures checked here`
    : `${checked} of ${rounds} signatures checked here`;
}

function linesOf({ orderZero, orderTwo, miners }: Series, label: (uid: number) => string): Line[] {
  const known = (values: readonly (number | null)[]) => values.some((value) => value !== null);
  const bases: Line[] = [
    { label: "order-0 model", colour: "var(--muted)", values: orderZero, dash: [2, 4] },
    { label: "adaptive order-2", colour: "var(--muted)", values: orderTwo, dash: [8, 5] },
  ];
  return [
    ...bases.filter(({ values }) => known(values)),
    ...[...miners].map(([uid, values]): Line => ({ label: label(uid), colour: hueOf(uid), values })),
  ];
}

function NoScores({ validators }: { validators: readonly ValidatorScores[] }) {
  return (
    <div className="empty">
      <p>
        {validators.length === 0
          ? "No validator on this machine has a permit and an axon yet."
          : validators.some(({ problem }) => problem === undefined)
            ? "The first rounds are under way."
            : "No validator tells about its rounds."}
      </p>
      <ul>
        {validators.map(({ uid, source, problem }) => (
          <li key={source}>
            Validator {uid}: <code>{source}</code> {problem ?? "is read; its next round is shown here"}
          </li>
        ))}
      </ul>
    </div>
  );
}
