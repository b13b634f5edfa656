import { useChain } from "../../chain/use-session.ts";
import { Loading, Notice } from "../../ui/parts.tsx";
import { clean, subnetName } from "../../ui/text.ts";
import { BlockStrip } from "./block-strip.tsx";
import { EpochCard } from "./epoch-card.tsx";
import { Figures } from "./figures.tsx";
import { LearningCard } from "./learning-card.tsx";
import { NeuronTable } from "./neuron-table.tsx";
import { TrafficCard } from "./traffic-card.tsx";

/** The subnet as it lives. */
export function NetworkView() {
  const subnet = useChain((state) => state.subnet);
  const head = useChain((state) => state.head);
  const client = useChain((state) => state.client);
  const subnets = useChain((state) => state.subnets);
  return (
    <>
      <SubnetHeading />
      <Figures />
      <BlockStrip />
      {subnet === undefined ? (
        <Waiting head={head !== undefined} ready={client !== undefined && subnets.length > 0} />
      ) : (
        <>
          <div className="columns">
            <LearningCard />
            <EpochCard subnet={subnet} />
          </div>
          <NeuronTable />
          <TrafficCard />
        </>
      )}
    </>
  );
}

function Waiting({ head, ready }: { head: boolean; ready: boolean }) {
  const onlyRoot = useChain(({ subnets }) => subnets.every(({ netuid }) => netuid === 0));
  if (head && ready && onlyRoot) {
    return (
      <Notice>
        This chain has no subnet yet. Make one with <code>myelin subnet create</code>; it appears here by itself.
      </Notice>
    );
  }
  return <Loading what={head ? "the subnet" : "the chain"} />;
}

function SubnetHeading() {
  const subnets = useChain((state) => state.subnets);
  const netuid = useChain((state) => state.netuid);
  const chosen = subnets.find((subnet) => subnet.netuid === netuid);
  const others = subnets.filter((subnet) => subnet.netuid !== 0);
  return (
    <div className="heading">
      <h1>
        {chosen === undefined ? "Live network" : <bdi>{subnetName(chosen)}</bdi>}
        {chosen !== undefined && (
          <span className="heading-note">
            {subnetName(chosen) !== `Subnet ${chosen.netuid}` && `subnet ${chosen.netuid} · `}
            <bdi>{clean(chosen.symbol, 8)}</bdi>
          </span>
        )}
      </h1>
      {others.length > 1 && (
        <label>
          <span className="sr-only">Subnet</span>
          <select
            value={netuid}
            onChange={({ target }) => {
              location.hash = `/network/${target.value}`;
            }}
          >
            {others.map((subnet) => (
              <option key={subnet.netuid} value={subnet.netuid}>
                {subnet.netuid} · {subnetName(subnet)}
              </option>
            ))}
          </select>
        </label>
      )}
      {netuid !== undefined && (
        <a className="button" href={`#/subnet/${netuid}`}>
          Hyperparameters
        </a>
      )}
    </div>
  );
}
