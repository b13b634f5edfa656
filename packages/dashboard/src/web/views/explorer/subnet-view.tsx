import { useState } from "react";
import { readSubnetItems, type SubnetItem } from "../../chain/hyperparameters.ts";
import { grouped } from "../../chain/item-groups.ts";
import { useChain } from "../../chain/use-session.ts";
import { measure } from "../../ui/measure.ts";
import { AccountLink, BlockLink, Card, Loading, Notice, Tile } from "../../ui/parts.tsx";
import { clean, formatAmount, subnetName, words } from "../../ui/text.ts";
import { useAsync } from "../../ui/use-async.ts";
import { Value } from "../../ui/value.tsx";

/** A subnet's pool, and everything that the chain stores under its number. */
export function SubnetView({ netuid }: { netuid: number }) {
  const client = useChain((state) => state.client);
  const summary = useChain(({ subnets }) => subnets.find((subnet) => subnet.netuid === netuid));
  const known = useChain(({ subnets }) => subnets.length > 0);
  const items = useAsync(client && (async () => readSubnetItems(client, netuid, (await client.head()).hash)), [
    client,
    netuid,
  ]);
  if (known && summary === undefined) {
    return (
      <Notice>
        There is no subnet {netuid}. <a href="#/explorer">The explorer lists those that are.</a>
      </Notice>
    );
  }
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
          <Tile label="TAO in the pool" note="its reserve">
            {formatAmount(summary.taoIn, 2)} τ
          </Tile>
          <Tile label="Alpha in the pool" note="its reserve">
            {formatAmount(summary.alphaIn, 2)} α
          </Tile>
          <Tile label="Alpha outside" note="staked and owned">
            {formatAmount(summary.alphaOut, 2)} α
          </Tile>
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
    <>
      <div className="heading">
        <h2 className="section">Hyperparameters and state</h2>
        <input
          type="search"
          className="filter"
          aria-label="Filter by name or meaning"
          placeholder={`Filter ${items.length} items`}
          value={filter}
          onChange={({ target }) => setFilter(target.value)}
        />
      </div>
      {grouped(shown).map(({ title, items: members }) => (
        <Card key={title} title={title} aside={<span className="hint">{members.length}</span>}>
          <dl className="items">
            {members.map((item) => (
              <Item key={item.name} item={item} />
            ))}
          </dl>
        </Card>
      ))}
      {shown.length === 0 && <p className="empty">No item has that in its name or meaning.</p>}
    </>
  );
}

function Item({ item: { name, value, docs, type } }: { item: SubnetItem }) {
  const structure = typeof value === "object" && value !== null && Object.keys(value).length > 2;
  return (
    <div className={structure && !(value instanceof Uint8Array) ? "item-wide" : undefined}>
      <dt>
        <code>{name}</code>
        <span className="docs">{docs}</span>
      </dt>
      <dd>
        {isFigures(value) ? (
          value.map((each, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a stored pair keeps its order
            <Figure key={i} value={each} docs={docs} />
          ))
        ) : typeof value === "number" || typeof value === "bigint" ? (
          <Figure value={value} docs={docs} />
        ) : (
          <Value value={value} shape={type} name={name} />
        )}
      </dd>
    </div>
  );
}

function isFigures(value: unknown): value is readonly (number | bigint)[] {
  return Array.isArray(value) && value.every((each) => typeof each === "number" || typeof each === "bigint");
}

const A_BLOCK = /^(First b|B)lock (at|of|that) /;

function Figure({ value, docs }: { value: number | bigint; docs: string }) {
  if (A_BLOCK.test(docs) && value > 0) return <BlockLink block={Number(value)} />;
  const { text, raw } = measure(value, docs);
  return (
    <span className="number figure">
      {text}
      {raw !== undefined && <span className="raw">{raw}</span>}
    </span>
  );
}
