import type { Client } from "@myelin/client";
import type { Signed } from "@myelin/client/extrinsic/decode";
import { type FormEvent, useMemo, useState } from "react";
import {
  type EventRecord,
  momentOf,
  type RawBlock,
  readBlock,
  readEvents,
  type ShownExtrinsic,
  showExtrinsic,
} from "../../chain/blocks.ts";
import { callShape, namedEvent } from "../../chain/shapes.ts";
import { useChain } from "../../chain/use-session.ts";
import { brief } from "../../ui/brief.ts";
import { useMetadata } from "../../ui/metadata.ts";
import { AccountLink, BlockLink, Card, Loading, Notice } from "../../ui/parts.tsx";
import { formatInteger, formatMoment, shortAddress, shortHash } from "../../ui/text.ts";
import { type Loaded, useAsync } from "../../ui/use-async.ts";
import { Value } from "../../ui/value.tsx";

const PAGE = 25;

export function BlockView({ number, extrinsic }: { number: number; extrinsic: number | undefined }) {
  const client = useChain((state) => state.client);
  const head = useChain((state) => state.head?.number ?? 0);
  const found = useAsync(client && (() => readWhole(client, number)), [client, number]);
  const hash = found.state === "ready" ? found.value?.hash : undefined;
  const events = useAsync(hash && client ? (signal) => readEvents(client, hash, signal) : undefined, [client, hash]);
  return (
    <>
      <div className="heading">
        <h1>Block {formatInteger(number)}</h1>
        {number > 0 && (
          <a className="button" href={`#/block/${number - 1}`}>
            ← {number - 1}
          </a>
        )}
        {number < head && (
          <a className="button" href={`#/block/${number + 1}`}>
            {number + 1} →
          </a>
        )}
      </div>
      {found.state === "loading" && <Loading what="the block" />}
      {found.state === "failed" && <Notice kind="problem">{found.error.message}</Notice>}
      {found.state === "ready" && found.value === undefined && <Notice>There is no block {number} yet.</Notice>}
      {found.state === "ready" && found.value !== undefined && client !== undefined && (
        <>
          <Header block={found.value.block} hash={found.value.hash} events={events} />
          <Extrinsics
            key={number}
            client={client}
            block={found.value.block}
            events={events}
            first={extrinsic ?? 0}
            number={number}
          />
          <OwnEvents events={events} />
        </>
      )}
    </>
  );
}

async function readWhole(client: Client, number: number): Promise<{ hash: string; block: RawBlock } | undefined> {
  const hash = await client.transport.request<string | null>("chain_getBlockHash", [number]);
  const block = hash === null ? undefined : await readBlock(client.transport, hash);
  return hash === null || block === undefined ? undefined : { hash, block };
}

interface HeaderProps {
  readonly block: RawBlock;
  readonly hash: string;
  readonly events: Loaded<EventRecord[]>;
}

function Header({ block: { header, extrinsics }, hash, events }: HeaderProps) {
  const number = Number(header.number);
  const moment = momentOf(extrinsics);
  return (
    <Card title="Header">
      <dl className="facts wide hashes">
        <div>
          <dt>Time</dt>
          <dd className="number">{moment === undefined ? "not told" : formatMoment(moment)}</dd>
        </div>
        <div>
          <dt>Contents</dt>
          <dd className="number">
            {formatInteger(extrinsics.length)} {extrinsics.length === 1 ? "extrinsic" : "extrinsics"}
            {events.state === "ready" && `, ${formatInteger(events.value.length)} events`}
          </dd>
        </div>
        <Fact name="Hash" hash={hash} />
        <div>
          <dt>Parent</dt>
          <dd>
            {number > 0 ? (
              <>
                <BlockLink block={number - 1} /> <code title={header.parentHash}>{shortHash(header.parentHash)}</code>
              </>
            ) : (
              "none"
            )}
          </dd>
        </div>
        <Fact name="State root" hash={header.stateRoot} />
        <Fact name="Extrinsics root" hash={header.extrinsicsRoot} />
      </dl>
    </Card>
  );
}

function Fact({ name, hash }: { name: string; hash: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <code title={hash} className="hash">
          {hash}
        </code>
      </dd>
    </div>
  );
}

interface ExtrinsicsProps {
  readonly client: Client;
  readonly block: RawBlock;
  readonly number: number;
  readonly events: Loaded<EventRecord[]>;
  /** Index to begin with. */
  readonly first: number;
}

/** Only those on the page are decoded, however many there are. */
function Extrinsics({ client, block: { extrinsics }, events, first, number }: ExtrinsicsProps) {
  const [page, setPage] = useState(Math.floor(Math.min(first, Math.max(0, extrinsics.length - 1)) / PAGE));
  const pages = Math.max(1, Math.ceil(extrinsics.length / PAGE));
  const start = page * PAGE;
  const shown = useMemo(
    () => extrinsics.slice(start, start + PAGE).map((hex, i) => showExtrinsic(client, hex, start + i)),
    [client, extrinsics, start],
  );
  const byExtrinsic = useMemo(() => groupEvents(events, start, start + PAGE), [events, start]);
  return (
    <Card title="Extrinsics" aside={pages > 1 && <Pager page={page} pages={pages} go={setPage} />}>
      <ol className="extrinsics" start={start}>
        {shown.map((extrinsic) => (
          <li key={extrinsic.index}>
            <Extrinsic
              extrinsic={extrinsic}
              number={number}
              events={byExtrinsic?.get(extrinsic.index)}
              open={extrinsic.index === first && first > 0}
            />
          </li>
        ))}
      </ol>
      {events.state === "failed" && (
        <Notice>The events of this block are gone: the node keeps states of newer blocks only.</Notice>
      )}
    </Card>
  );
}

/** Pages, and a way to any of thousands of them. */
function Pager({ page, pages, go }: { page: number; pages: number; go: (page: number) => void }) {
  const [target, setTarget] = useState("");
  const jump = (event: FormEvent) => {
    event.preventDefault();
    const wanted = Number(target);
    if (Number.isSafeInteger(wanted) && wanted >= 1) go(Math.min(pages, wanted) - 1);
    setTarget("");
  };
  return (
    <span className="pager">
      <button type="button" disabled={page === 0} onClick={() => go(page - 1)}>
        Previous
      </button>
      <span className="number">
        {formatInteger(page + 1)} of {formatInteger(pages)}
      </span>
      <button type="button" disabled={page + 1 >= pages} onClick={() => go(page + 1)}>
        Next
      </button>
      <form onSubmit={jump}>
        <input
          inputMode="numeric"
          aria-label="Go to page"
          placeholder="Page"
          value={target}
          onChange={({ target: field }) => setTarget(field.value)}
        />
      </form>
    </span>
  );
}

function groupEvents(events: Loaded<EventRecord[]>, from: number, to: number): Map<number, EventRecord[]> | undefined {
  if (events.state !== "ready") return undefined;
  const groups = new Map<number, EventRecord[]>();
  for (const record of events.value) {
    const { extrinsic } = record;
    if (extrinsic === undefined || extrinsic < from || extrinsic >= to) continue;
    const group = groups.get(extrinsic);
    if (group === undefined) groups.set(extrinsic, [record]);
    else group.push(record);
  }
  return groups;
}

interface ExtrinsicProps {
  readonly extrinsic: ShownExtrinsic;
  readonly number: number;
  readonly events: readonly EventRecord[] | undefined;
  readonly open: boolean;
}

function Extrinsic({ extrinsic, number, events, open }: ExtrinsicProps) {
  const failed = events?.some(({ pallet, name }) => pallet === "System" && name === "ExtrinsicFailed");
  const decoded = "decoded" in extrinsic ? extrinsic.decoded : undefined;
  const metadata = useMetadata();
  return (
    <details className="extrinsic" open={open}>
      <summary>
        <span className="dim number">
          {number}-{extrinsic.index}
        </span>
        <strong>{decoded === undefined ? "unreadable" : `${decoded.pallet}.${decoded.call}`}</strong>
        {decoded?.signed !== undefined && <code>{shortAddress(decoded.signed.signer)}</code>}
        {decoded !== undefined && <span className="brief">{brief(decoded.args, decoded.pallet)}</span>}
        {events !== undefined && (
          <span className={`chip ${failed ? "bad" : "good"}`}>{failed ? "failed" : "done"}</span>
        )}
      </summary>
      <div className="extrinsic-body">
        <dl className="value-fields">
          {decoded?.signed !== undefined && (
            <div>
              <dt>signer</dt>
              <dd>
                <AccountLink account={decoded.signed.signer} />
              </dd>
            </div>
          )}
          <div>
            <dt>hash</dt>
            <dd>
              <code className="hash">{extrinsic.hash}</code>
            </dd>
          </div>
          <div>
            <dt>size</dt>
            <dd>{formatInteger(extrinsic.bytes)} bytes</dd>
          </div>
        </dl>
        {"problem" in extrinsic && <Notice kind="problem">These bytes cannot be read: {extrinsic.problem}</Notice>}
        {decoded !== undefined && metadata !== undefined && Object.keys(decoded.args).length > 0 && (
          <>
            <h3>Arguments</h3>
            <Value
              value={decoded.args}
              shape={callShape(metadata, decoded.pallet, decoded.call)}
              pallet={decoded.pallet}
            />
          </>
        )}
        {decoded?.signed !== undefined && (
          <>
            <h3>Signed</h3>
            <Value value={signatureOf(decoded.signed)} pallet="TransactionPayment" />
          </>
        )}
        {events !== undefined && events.length > 0 && (
          <>
            <h3>Events</h3>
            <EventList events={events} />
          </>
        )}
      </div>
    </details>
  );
}

/** What the signature covers besides the call, as far as it says something. */
function signatureOf({ scheme, extensions }: Signed): Record<string, unknown> {
  const { CheckNonce: nonce, CheckMortality: era } = extensions;
  const tip = Object.entries(extensions).find(([name]) => name.startsWith("ChargeTransactionPayment"))?.[1];
  return { scheme, nonce, mortality: mortalityOf(era), tip };
}

/**
 * For how long it may wait. The decoder gives an era's first byte in the variant's name and the second as its value
 * (`generic/era.rs` of polkadot-sdk): the low four bits are the power of two below the period.
 */
function mortalityOf(era: unknown): string {
  const { type = "" } = (era ?? {}) as { type?: string };
  const first = /^Mortal(\d+)$/.exec(type)?.[1];
  return first === undefined ? "for ever" : `${formatInteger(2 << (Number(first) & 15))} blocks`;
}

function OwnEvents({ events }: { events: Loaded<EventRecord[]> }) {
  if (events.state === "loading") return <Loading what="events" />;
  if (events.state === "failed") return null;
  const own = events.value.filter(({ extrinsic }) => extrinsic === undefined);
  return (
    <Card title="Events of the block itself">
      {own.length === 0 ? <p className="empty">None.</p> : <EventList events={own} />}
    </Card>
  );
}

const EVENTS_SHOWN = 100;

function EventList({ events }: { events: readonly EventRecord[] }) {
  const metadata = useMetadata();
  const rest = events.length - EVENTS_SHOWN;
  if (metadata === undefined) return null;
  return (
    <ul className="events">
      {events.slice(0, EVENTS_SHOWN).map((event, i) => {
        const { pallet, name } = event;
        const { shape, value } = namedEvent(metadata, pallet, name, event.value);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: events of a block never change
          <li key={i}>
            <strong>
              {pallet}.{name}
            </strong>
            {value !== undefined && <Value value={value} shape={shape} pallet={pallet} />}
          </li>
        );
      })}
      {rest > 0 && <li className="dim">and {formatInteger(rest)} more</li>}
    </ul>
  );
}
