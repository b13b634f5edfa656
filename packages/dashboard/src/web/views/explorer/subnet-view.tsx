import { useState } from "react";
import { readSubnetItems, type SubnetItem } from "../../chain/hyperparameters.ts";
import { useChain } from "../../chain/use-session.ts";
import { AccountLink, Card, Loading, Notice, Tile } from "../../ui/parts.tsx";
import { clean, formatAmount, subnetName, words } from "../../ui/text.ts";
import { useAsync } from "../../ui/use-async.ts";
import { Value } from "../../ui/value.tsx";

/** A subnet's pool, and everything that the chain stores under its number. */
export function SubnetView({ netuid }: { netuid: number }) {
  const client = useChain((state) => state.client);
  const summary = useChain(({ subnets }) => subnets.find((subnet) => subnet.netuid === netuid));
  const items = useAsync(client && (async () => readSubnetItems(client, netuid, (await client.head()).hash)), [
    client,
    netuid,
  ]);
  return (
    <>
      <div className="heading">
        <h1>
          {summary === undefined ? `Subnet ${netuid}` : <bdi>{subnetName(summary)}</bdi>}
          <span className="heading-note">subnet {netuid}</span>
        </h1>
        {netuid !== 0 && (
          <a className="button" href={`#/network/${netuid}`}>
            Live
          </a>
        )}
      </div>
      {summary !== undefined && (
        <dl className="tiles">
          <Tile label="Price of one alpha" note={<>symbol {clean(summary.symbol, 8)}</>}>
            {summary.price.toFixed(6)} τ
          </Tile>
          <Tile label="TAO in the pool">{formatAmount(summary.taoIn, 2)} τ</Tile>
          <Tile label="Alpha in the pool">{formatAmount(summary.alphaIn, 2)} α</Tile>
          <Tile label="Alpha outside">{formatAmount(summary.alphaOut, 2)} α</Tile>
          {netuid !== 0 && (
            <Tile label="Owner" note={`since block ${summary.registeredAt}`}>
              <AccountLink account={summary.ownerColdkey} />
            </Tile>
          )}
        </dl>
      )}
      {items.state === "loading" && <Loading what="hyperparameters" />}
      {items.state === "failed" && <Notice kind="problem">{items.error.message}</Notice>}
      {items.state === "ready" && <Items items={items.value} />}
    </>
  );
}

function Items({ items }: { items: readonly SubnetItem[] }) {
  const [filter, setFilter] = useState("");
  const wanted = filter.trim().toLowerCase();
  const shown = items.filter(({ name, docs }) => `${name} ${words(name)} ${docs}`.toLowerCase().includes(wanted));
  return (
    <Card
      title="Hyperparameters and state"
      aside={
        <input
          type="search"
          className="filter"
          aria-label="Filter by name or meaning"
          placeholder={`Filter ${items.length} items`}
          value={filter}
          onChange={({ target }) => setFilter(target.value)}
        />
      }
    >
      <dl className="items">
        {shown.map(({ name, value, docs }) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
              <span className="docs">{docs}</span>
            </dt>
            <dd>
              <Value value={value} name={name} />
            </dd>
          </div>
        ))}
      </dl>
      {shown.length === 0 && <p className="empty">No item has that in its name.</p>}
    </Card>
  );
}
