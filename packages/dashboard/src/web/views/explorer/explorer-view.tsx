import { useMemo } from "react";
import { showExtrinsic } from "../../chain/blocks.ts";
import { useChain } from "../../chain/use-session.ts";
import { brief } from "../../ui/brief.ts";
import { AccountLink, BlockLink, Card, Loading } from "../../ui/parts.tsx";
import { formatAmount, formatClock, shortHash, subnetName } from "../../ui/text.ts";
import { ChainTiles } from "./chain-tiles.tsx";

export function ExplorerView() {
  return (
    <>
      <div className="heading">
        <h1>Explorer</h1>
      </div>
      <ChainTiles />
      <div className="halves">
        <Blocks />
        <div className="stack">
          <Subnets />
          <Sent />
          <Chain />
        </div>
      </div>
    </>
  );
}

const BLOCKS_SHOWN = 24;

function Blocks() {
  const blocks = useChain((state) => state.blocks);
  return (
    <Card title="Newest blocks">
      <table>
        <thead>
          <tr>
            <th scope="col">Block</th>
            <th scope="col">Time</th>
            <th scope="col">Hash</th>
            <th scope="col">Extrinsics</th>
            <th scope="col">
              <span className="sr-only">Epoch</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {blocks.slice(0, BLOCKS_SHOWN).map(({ number, hash, time, extrinsics, epochs }) => (
            <tr key={number}>
              <td>
                <BlockLink block={number} />
              </td>
              <td className="number">{time === undefined ? "…" : formatClock(time)}</td>
              <td>
                <code title={hash}>{shortHash(hash)}</code>
              </td>
              <td className="number">{extrinsics ?? "…"}</td>
              <td>{epochs.length > 0 && <span className="chip">epoch</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {blocks.length === 0 && <Loading what="blocks" />}
    </Card>
  );
}

function Subnets() {
  const subnets = useChain((state) => state.subnets);
  return (
    <Card title="Subnets">
      <table>
        <thead>
          <tr>
            <th scope="col">Subnet</th>
            <th scope="col">Price</th>
            <th scope="col">TAO in the pool</th>
            <th scope="col">Owner</th>
          </tr>
        </thead>
        <tbody>
          {subnets.map((subnet) => (
            <tr key={subnet.netuid}>
              <th scope="row">
                <a href={`#/subnet/${subnet.netuid}`}>
                  {subnet.netuid} · <bdi>{subnetName(subnet)}</bdi>
                </a>
              </th>
              <td className="number">{subnet.netuid === 0 ? "1 τ" : `${subnet.price.toFixed(5)} τ`}</td>
              <td className="number">{formatAmount(subnet.taoIn, 1)} τ</td>
              <td>
                {subnet.netuid === 0 ? (
                  <span className="dim">nobody</span>
                ) : (
                  <AccountLink account={subnet.ownerColdkey} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {subnets.length === 0 && <Loading what="subnets" />}
    </Card>
  );
}

const SENT_SHOWN = 8;

/** What accounts sent lately. */
function Sent() {
  const blocks = useChain((state) => state.blocks);
  const client = useChain((state) => state.client);
  const sent = useMemo(() => {
    if (client === undefined) return [];
    const newest = blocks.flatMap(({ number, sent }) => sent.toReversed().map((one) => ({ number, ...one })));
    return newest.slice(0, SENT_SHOWN).map(({ number, hex, index }) => ({
      number,
      extrinsic: showExtrinsic(client, hex, index),
    }));
  }, [blocks, client]);
  return (
    <Card title="Newest extrinsics">
      <ul className="sent">
        {sent.map(({ number, extrinsic }) => (
          <li key={`${number}-${extrinsic.index}`}>
            <a className="number" href={`#/block/${number}/${extrinsic.index}`}>
              {number}-{extrinsic.index}
            </a>
            {"decoded" in extrinsic ? (
              <>
                <strong>
                  {extrinsic.decoded.pallet}.{extrinsic.decoded.call}
                </strong>
                {extrinsic.decoded.signed !== undefined && <AccountLink account={extrinsic.decoded.signed.signer} />}
                <span className="brief">{brief(extrinsic.decoded.args, extrinsic.decoded.pallet)}</span>
              </>
            ) : (
              <strong>unreadable</strong>
            )}
          </li>
        ))}
      </ul>
      {sent.length === 0 && <p className="empty">Nobody sent any in the newest blocks.</p>}
    </Card>
  );
}

function Chain() {
  const facts = useChain((state) => state.facts);
  const client = useChain((state) => state.client);
  if (facts === undefined || client === undefined) return null;
  return (
    <Card title="Chain">
      <dl className="facts wide">
        <div>
          <dt>Network</dt>
          <dd>{facts.name}</dd>
        </div>
        <div>
          <dt>Runtime</dt>
          <dd>
            {client.specName} {client.specVersion}
          </dd>
        </div>
        <div>
          <dt>Genesis</dt>
          <dd>
            <code title={facts.genesisHash}>{shortHash(facts.genesisHash)}</code>
          </dd>
        </div>
        <div>
          <dt>Pallets</dt>
          <dd>{client.metadata.palletNames.length}</dd>
        </div>
      </dl>
    </Card>
  );
}
