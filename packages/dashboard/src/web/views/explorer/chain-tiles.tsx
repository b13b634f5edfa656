import { useChain } from "../../chain/use-session.ts";
import { BlockPace } from "../../ui/block-pace.tsx";
import { Tile } from "../../ui/parts.tsx";
import { formatAmount, formatInteger } from "../../ui/text.ts";
import { useAsync } from "../../ui/use-async.ts";

/** The chain at a glance. Issuance moves slowly: it is read again with each page of blocks. */
const READ_EVERY_BLOCKS = 20;

export function ChainTiles() {
  const head = useChain((state) => state.head?.number);
  const client = useChain((state) => state.client);
  const blocks = useChain((state) => state.blocks);
  const subnets = useChain((state) => state.subnets);
  const totals = useAsync(
    client &&
      (async () => {
        const one = (item: string) => client.query.get<bigint>("SubtensorModule", item);
        const [issuance, stake] = await Promise.all([one("TotalIssuance"), one("TotalStake")]);
        return { issuance, stake };
      }),
    [client, Math.floor((head ?? 0) / READ_EVERY_BLOCKS)],
    { keep: true },
  );
  const sent = blocks.reduce((sum, block) => sum + block.sent.length, 0);
  const known = totals.state === "ready" ? totals.value : undefined;
  return (
    <dl className="tiles">
      <Tile label="Newest block" note={<BlockPace />}>
        {head === undefined ? "–" : formatInteger(head)}
      </Tile>
      <Tile label="Total issuance" note="of 21,000,000 τ">
        {known === undefined ? "–" : `${formatAmount(known.issuance, 0)} τ`}
      </Tile>
      <Tile label="Staked" note="on root, and in the subnets' pools">
        {known === undefined ? "–" : `${formatAmount(known.stake, 2)} τ`}
      </Tile>
      <Tile label="Subnets" note="besides root">
        {subnets.length === 0 ? "–" : subnets.filter(({ netuid }) => netuid !== 0).length}
      </Tile>
      <Tile label="Extrinsics sent" note={`in the last ${blocks.length} blocks`}>
        {formatInteger(sent)}
      </Tile>
    </dl>
  );
}
