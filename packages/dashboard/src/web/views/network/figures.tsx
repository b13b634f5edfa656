import { useMemo } from "react";
import { useChain } from "../../chain/use-session.ts";
import { useScores } from "../../scores/use-scores.ts";
import { BlockPace } from "../../ui/block-pace.tsx";
import { isValidator } from "../../ui/neuron-name.tsx";
import { Tile } from "../../ui/parts.tsx";
import { formatAmount, formatInteger } from "../../ui/text.ts";

/** What one looks at first. */
export function Figures() {
  const head = useChain((state) => state.head);
  const subnet = useChain((state) => state.subnet);
  const neurons = subnet?.metagraph.neurons ?? [];
  const validators = neurons.filter(isValidator).length;
  const paid = neurons.reduce((sum, { emission }) => sum + emission, 0n);
  return (
    <dl className="tiles">
      <Tile label="Block" note={<BlockPace />}>
        {head === undefined ? "–" : formatInteger(head.number)}
      </Tile>
      <Tile
        label="Neurons"
        note={subnet === undefined ? "" : `${validators} validators, ${neurons.length - validators} others`}
      >
        {subnet === undefined ? "–" : neurons.length}
      </Tile>
      <Tile label="Paid in the last epoch" note="alpha, to miners and validators">
        {subnet === undefined ? "–" : `${formatAmount(paid, 2)} α`}
      </Tile>
      <Tile label="Price of one alpha" note="from the pool's reserves">
        {subnet === undefined ? "–" : `${formatAmount(subnet.price, 5)} τ`}
      </Tile>
      <BestMiner />
    </dl>
  );
}

function BestMiner() {
  const validators = useScores();
  const best = useMemo(() => {
    const latest = validators.flatMap(({ rounds }) => rounds.slice(-1));
    const scores = latest.flatMap((round) => round.scores.map(({ uid, bitsPerByte }) => ({ uid, bitsPerByte })));
    const uids = [...new Set(scores.map(({ uid }) => uid))];
    const means = uids.map((uid) => {
      const own = scores.filter((score) => score.uid === uid);
      return { uid, bits: own.reduce((sum, { bitsPerByte }) => sum + bitsPerByte, 0) / own.length };
    });
    const orderZero = latest.reduce((sum, round) => sum + round.orderZero, 0) / latest.length;
    return { winner: means.sort((a, b) => a.bits - b.bits)[0], orderZero };
  }, [validators]);
  if (best.winner === undefined) {
    return (
      <Tile label="Best miner" note="no validator tells its rounds">
        –
      </Tile>
    );
  }
  return (
    <Tile label="Best miner" note={`neuron ${best.winner.uid}; order-0 needs ${best.orderZero.toFixed(2)}`}>
      {best.winner.bits.toFixed(3)} <small>bits a byte</small>
    </Tile>
  );
}
