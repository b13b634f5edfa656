import type { Client } from "@myelin/client";
import { NoEpochError, readEpochAt } from "@myelin/verify";
import { type Payout, recompute } from "../../chain/payout.ts";
import { useChain } from "../../chain/use-session.ts";
import { go } from "../../router.ts";
import { nameOf, UidDot } from "../../ui/neuron-name.tsx";
import { AccountLink, BlockLink, Loading, Notice } from "../../ui/parts.tsx";
import { formatAmount, formatInteger, shortAddress } from "../../ui/text.ts";
import { useAsync } from "../../ui/use-async.ts";
import { AlphaStep } from "./alpha-step.tsx";
import { BondsStep } from "./bonds-step.tsx";
import { ConsensusStep } from "./consensus-step.tsx";
import { DividendStep } from "./dividend-step.tsx";
import { IncentiveStep } from "./incentive-step.tsx";
import { VerifyCard } from "./verify-card.tsx";
import { VotesStep } from "./votes-step.tsx";

interface WhyProps {
  readonly netuid: number;
  readonly uid: number;
  /** Block of the epoch; the last one unless given. */
  readonly block: number | undefined;
}

interface Found {
  readonly payout: Payout;
  /** Block of the epoch before, if there was one. */
  readonly earlier: number | undefined;
  /** Rao for one alpha after the epoch. */
  readonly price: bigint;
}

/** The epoch behind a neuron's emission, computed again in this browser. */
export function WhyView({ netuid, uid, block }: WhyProps) {
  const client = useChain((state) => state.client);
  const last = useChain((state) => (state.subnet?.metagraph.netuid === netuid ? state.subnet.lastEpoch : undefined));
  const epoch = block ?? last;
  const ready = client !== undefined && epoch !== undefined && epoch > 0;
  const found = useAsync(ready ? () => findPayout(client, netuid, epoch) : undefined, [client, netuid, epoch]);
  return (
    <>
      <Heading
        netuid={netuid}
        uid={uid}
        epoch={epoch}
        latest={last}
        pinned={block !== undefined}
        earlier={found.state === "ready" ? found.value.earlier : undefined}
      />
      {epoch === 0 && <Notice>No epoch has run on this subnet yet: nobody was paid.</Notice>}
      {epoch !== 0 && found.state === "loading" && <Loading what="the epoch" />}
      {found.state === "failed" && found.error instanceof NoEpochError && <Notice>{found.error.message}</Notice>}
      {found.state === "failed" && !(found.error instanceof NoEpochError) && (
        <Notice kind="problem">
          The state of that epoch cannot be read: {found.error.message}. A node keeps the states of its newest blocks
          only; start it with <code>--pruning archive</code> to look further back.
        </Notice>
      )}
      {found.state === "ready" && <Explanation found={found.value} uid={uid} />}
    </>
  );
}

async function findPayout(client: Client, netuid: number, block: number): Promise<Found> {
  const payout = recompute(await readEpochAt(client, netuid, block));
  const { hash, parentHash } = payout.state;
  const [price, before] = await Promise.all([
    client.callApi<bigint>("SwapRuntimeApi", "current_alpha_price", [netuid], { at: hash }),
    client.query.get<bigint>("SubtensorModule", "LastMechansimStepBlock", [netuid], { at: parentHash }),
  ]);
  return { payout, price, earlier: before > 0n ? Number(before) : undefined };
}

interface HeadingProps {
  readonly netuid: number;
  readonly uid: number;
  readonly epoch: number | undefined;
  readonly latest: number | undefined;
  readonly pinned: boolean;
  readonly earlier: number | undefined;
}

function Heading({ netuid, uid, epoch, latest, pinned, earlier }: HeadingProps) {
  const neurons = useChain((state) =>
    state.subnet?.metagraph.netuid === netuid ? state.subnet.metagraph.neurons : undefined,
  );
  const identities = useChain((state) => state.identities);
  const pin = pinned && epoch !== undefined ? `/${epoch}` : "";
  return (
    <div className="heading">
      <h1>Why this payout?</h1>
      <label className="pick">
        Neuron
        <select value={uid} onChange={({ target }) => go(`/why/${netuid}/${target.value}${pin}`)}>
          {(neurons ?? []).map((neuron) => (
            <option key={neuron.uid} value={neuron.uid}>
              {neuron.uid} · {nameOf(neuron, identities)}
            </option>
          ))}
          {neurons?.[uid] === undefined && <option value={uid}>{uid}</option>}
        </select>
      </label>
      {earlier !== undefined && (
        <a className="button" href={`#/why/${netuid}/${uid}/${earlier}`}>
          ← epoch of {earlier}
        </a>
      )}
      {pinned && latest !== undefined && latest !== epoch && (
        <a className="button" href={`#/why/${netuid}/${uid}`}>
          Latest →
        </a>
      )}
      {!pinned && epoch !== undefined && epoch > 0 && (
        <a className="button" href={`#/why/${netuid}/${uid}/${epoch}`}>
          Stay at this epoch
        </a>
      )}
    </div>
  );
}

function Explanation({ found: { payout, price }, uid }: { found: Found; uid: number }) {
  const { state, emission, mechanisms } = payout;
  const hotkey = state.hotkeys[uid];
  if (hotkey === undefined) return <Notice>There was no neuron {uid} in that epoch.</Notice>;
  return (
    <>
      <Answer payout={payout} price={price} uid={uid} hotkey={hotkey} />
      <VerifyCard netuid={state.netuid} block={state.block} hash={state.hash} uid={uid} />
      {mechanisms.map((trace, mechanism) => (
        <section key={trace.input.emission + String(mechanism)} className="steps" aria-label={`Mechanism ${mechanism}`}>
          {mechanisms.length > 1 && <h2>Mechanism {mechanism}</h2>}
          <VotesStep trace={trace} uid={uid} />
          <ConsensusStep trace={trace} uid={uid} />
          <IncentiveStep trace={trace} uid={uid} />
          <BondsStep trace={trace} uid={uid} />
          <DividendStep trace={trace} uid={uid} />
          <AlphaStep trace={trace} uid={uid} pending={state.pending} only={mechanisms.length === 1} />
        </section>
      ))}
      <Ending
        recomputed={emission[uid]!}
        chain={state.emission[uid] ?? 0n}
        price={price}
        mechanisms={mechanisms.length}
      />
    </>
  );
}

interface AnswerProps {
  readonly payout: Payout;
  readonly price: bigint;
  readonly uid: number;
  readonly hotkey: string;
}

function Answer({ payout: { state, emission, mechanisms }, price, uid, hotkey }: AnswerProps) {
  const alpha = emission[uid]!;
  const name = useNameNow(hotkey, uid);
  const server = mechanisms.reduce((sum, { output }) => sum + output.serverEmission[uid]!, 0n);
  const validator = mechanisms.reduce((sum, { output }) => sum + output.validatorEmission[uid]!, 0n);
  return (
    <div className="card answer">
      <p className="answer-amount">
        {formatAmount(alpha, 6)} <small>α</small>
        <span className="dim"> ≈ {formatAmount((alpha * price) / 1_000_000_000n, 6)} τ</span>
      </p>
      <p>
        Neuron <UidDot uid={uid} /> <AccountLink account={hotkey} name={name ?? shortAddress(hotkey)} /> received this
        in the epoch of block <BlockLink block={state.block} />
        {server > 0n && <>, {formatAmount(server, 4)} α for mining</>}
        {validator > 0n && <>, {formatAmount(validator, 4)} α for validating</>}. {reason(server, validator)}
      </p>
      <Check recomputed={alpha} chain={state.emission[uid] ?? 0n} />
    </div>
  );
}

/** The name of its coldkey, if the uid still belongs to the hotkey that was paid. */
function useNameNow(hotkey: string, uid: number): string | undefined {
  const neuron = useChain(({ subnet }) => subnet?.metagraph.neurons[uid]);
  const identities = useChain((state) => state.identities);
  return neuron?.hotkey === hotkey ? identities.get(neuron.coldkey) : undefined;
}

function reason(server: bigint, validator: bigint): string {
  if (server === 0n && validator === 0n)
    return "No validator's stake agreed on any weight for it, and it holds no bonds that paid.";
  if (server > 0n && validator > 0n) return "It mined and validated.";
  return server > 0n
    ? "Validators voted for its answers; their stake-weighted consensus set its share."
    : "It holds bonds in miners that were paid.";
}

/** The claim of this page, kept or broken. */
function Check({ recomputed, chain }: { recomputed: bigint; chain: bigint }) {
  const equal = recomputed === chain;
  return (
    <p
      className={`check ${equal ? "good" : "bad"}`}
      role={equal ? "status" : "alert"}
      data-check={equal ? "equal" : "different"}
    >
      {equal ? (
        <>
          ✓ Computed here, from the state of the block before: {formatInteger(recomputed)} rao of alpha. The chain
          stored exactly that.
        </>
      ) : (
        <>
          ✗ Computed here: {formatInteger(recomputed)} rao of alpha; the chain stored {formatInteger(chain)}. Weights
          that were revealed within the block itself cannot be seen from outside.
        </>
      )}
    </p>
  );
}

function Ending({
  recomputed,
  chain,
  price,
  mechanisms,
}: {
  recomputed: bigint;
  chain: bigint;
  price: bigint;
  mechanisms: number;
}) {
  return (
    <div className="card ending">
      {mechanisms > 1 && <p>The mechanisms' amounts, each weighted by its part of the alpha, make the emission.</p>}
      <dl className="facts wide">
        <div>
          <dt>Emission, computed here</dt>
          <dd className="number" data-recomputed={recomputed.toString()}>
            {formatInteger(recomputed)} rao α
          </dd>
        </div>
        <div>
          <dt>Emission, on chain</dt>
          <dd className="number" data-chain={chain.toString()}>
            {formatInteger(chain)} rao α
          </dd>
        </div>
        <div>
          <dt>At the pool's price after the epoch</dt>
          <dd className="number">{formatInteger((recomputed * price) / 1_000_000_000n)} rao</dd>
        </div>
      </dl>
    </div>
  );
}
