import { useMemo } from "react";
import { useChain } from "../../chain/use-session.ts";
import { useScores } from "../../scores/use-scores.ts";
import { Tile } from "../../ui/parts.tsx";
import { formatAmount, formatInteger } from "../../ui/text.ts";

/** What one looks at first. */
export function Figures() {
  const head = useChain((state) => state.head);
  const subnet = useChain((state) => state.subnet);
  const neurons = subnet?.metagraph.neurons ?? [];
  const validators = neurons.filter(({ validatorPermit }) => validatorPermit).length;
  const paid = neurons.reduce((sum, { emission }) => sum + emission, 0n);
  return (
    <dl className="tiles">
      <Tile label="Block" note={<BlockTime />}>
        {head === undefined ? "–" : formatInteger(head.number)}
      </Tile>
      <Tile label="Neurons" note={subnet === undefined ? "" : `${validators} with a validator permit`}>
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

/** Between blocks that this page saw come. */
function BlockTime() {
  const blocks = useChain((state) => state.blocks);
  const seconds = useMemo(() => {
    const [newest] = blocks;
    const since = blocks.find(({ seen }) => newest !== undefined && newest.seen - seen > 5_000);
    if (newest === undefined || since === undefined) return undefined;
    const perBlock = (newest.seen - since.seen) / 1_000 / (newest.number - since.number);
    return perBlock > 0.02 ? perBlock : undefined;
  }, [blocks]);
  return <>{seconds === undefined ? "measuring their pace" : `one every ${seconds.toFixed(2)} s`}</>;
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
