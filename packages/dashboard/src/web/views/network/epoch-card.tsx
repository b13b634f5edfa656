import type { SubnetState } from "../../chain/session.ts";
import { useChain } from "../../chain/use-session.ts";
import { BlockLink, Card } from "../../ui/parts.tsx";
import { formatAmount, formatDuration } from "../../ui/text.ts";

const RADIUS = 52;
const LENGTH = 2 * Math.PI * RADIUS;

/** When neurons are paid next, and the pool that gives alpha its price. */
export function EpochCard({ subnet }: { subnet: SubnetState }) {
  const engine = useChain((state) => state.engine);
  const { metagraph, nextEpoch, lastEpoch } = subnet;
  const left = nextEpoch === undefined ? undefined : Math.max(0, nextEpoch - metagraph.block);
  const whole = nextEpoch === undefined ? 1 : Math.max(1, nextEpoch - lastEpoch);
  const running = engine?.sealing === "interval" && !engine.paused;
  return (
    <Card title="Next epoch" className="epoch-card">
      <Ring share={left === undefined ? 0 : 1 - left / whole}>
        <text className="ring-number" y="4" textAnchor="middle">
          {left ?? "–"}
        </text>
        <text className="ring-unit" y="22" textAnchor="middle">
          {left === 1 ? "block" : "blocks"}
        </text>
      </Ring>
      <p className="epoch-note">
        {left === undefined
          ? "This subnet runs no epochs."
          : `in block ${nextEpoch}${running ? `, about ${formatDuration((left * engine.blockTime) / 1_000)}` : ""}`}
      </p>
      <dl className="facts">
        <div>
          <dt>Last epoch</dt>
          <dd>{lastEpoch > 0 ? <BlockLink block={lastEpoch} /> : "none yet"}</dd>
        </div>
        <div>
          <dt>Tempo</dt>
          <dd>{metagraph.tempo} blocks</dd>
        </div>
        <div>
          <dt>TAO in the pool</dt>
          <dd>{formatAmount(metagraph.taoIn, 2)} τ</dd>
        </div>
        <div>
          <dt>Alpha in the pool</dt>
          <dd>{formatAmount(metagraph.alphaIn, 0)} α</dd>
        </div>
        <div>
          <dt>Alpha outside</dt>
          <dd>{formatAmount(metagraph.alphaOut, 0)} α</dd>
        </div>
        <div>
          <dt>Registration</dt>
          <dd>{formatAmount(metagraph.burn)} τ</dd>
        </div>
      </dl>
    </Card>
  );
}

function Ring({ share, children }: { share: number; children: React.ReactNode }) {
  return (
    <svg
      className="ring"
      viewBox="-64 -64 128 128"
      role="img"
      aria-label={`${Math.round(100 * share)}% of the tempo is over`}
    >
      <circle r={RADIUS} className="ring-track" />
      <circle
        r={RADIUS}
        className="ring-fill"
        strokeDasharray={LENGTH}
        strokeDashoffset={LENGTH * (1 - share)}
        transform="rotate(-90)"
      />
      {children}
    </svg>
  );
}
