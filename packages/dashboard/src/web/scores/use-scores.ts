import { createContext, use, useEffect, useMemo } from "react";
import { useStore } from "../chain/store.ts";
import { useChain } from "../chain/use-session.ts";
import { isValidator } from "../ui/neuron-name.tsx";
import type { ScoreReader, ValidatorScores } from "./scores.ts";
import { scoreSources } from "./sources.ts";

export const ScoresContext = createContext<ScoreReader | undefined>(undefined);

/** What the validators of the shown subnet tell; follows them as they come and go. */
export function useScores(): readonly ValidatorScores[] {
  const reader = use(ScoresContext)!;
  const neurons = useChain(({ subnet }) => subnet?.metagraph.neurons);
  const sources = useMemo(() => scoreSources(neurons ?? []), [neurons]);
  const key = [...sources].map(([source, { hotkey }]) => `${source} ${hotkey}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for what the sources say
  useEffect(() => reader.follow(sources), [reader, key]);
  const validators = useStore(reader.store, (state) => state.validators);
  const own = (neurons ?? []).filter(isValidator).map(({ uid }) => uid);
  const ownKey = own.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ownKey` stands for the uids
  return useMemo(() => [...validators.values()].map((one) => withoutUids(one, new Set(own))), [validators, ownKey]);
}

/** Validators that just begin may ask each other, until the chain knows them as such: that is no mining. */
function withoutUids(scores: ValidatorScores, uids: ReadonlySet<number>): ValidatorScores {
  const rounds = scores.rounds.map((round) =>
    round.scores.some(({ uid }) => uids.has(uid))
      ? { ...round, scores: round.scores.filter(({ uid }) => !uids.has(uid)) }
      : round,
  );
  return { ...scores, rounds };
}
