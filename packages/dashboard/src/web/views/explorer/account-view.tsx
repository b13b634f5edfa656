import { isAddress } from "@myelin/primitives/ss58";
import { type Account, readAccount } from "../../chain/account.ts";
import { useChain } from "../../chain/use-session.ts";
import { AccountLink, Card, CopyButton, Loading, Notice, Tile } from "../../ui/parts.tsx";
import { formatAmount, subnetName } from "../../ui/text.ts";
import { useAsync } from "../../ui/use-async.ts";

export function AccountView({ address }: { address: string }) {
  const client = useChain((state) => state.client);
  const subnets = useChain((state) => state.subnets);
  const netuids = subnets.map(({ netuid }) => netuid);
  const valid = isAddress(address);
  const ready = client !== undefined && valid && netuids.length > 0;
  const found = useAsync(ready ? () => readAccount(client, address, netuids) : undefined, [
    client,
    address,
    netuids.join(),
  ]);
  return (
    <>
      <div className="heading">
        <h1>
          {found.state === "ready" && found.value.name !== undefined ? <bdi>{found.value.name}</bdi> : "Account"}
          {found.state === "ready" && <span className="heading-note">{kindOf(found.value)}</span>}
        </h1>
        {valid && <code className="hash">{address}</code>}
        {valid && <CopyButton text={address} what="the address" />}
      </div>
      {!valid && <Notice kind="problem">That is no address of an account: check it for typing mistakes.</Notice>}
      {valid && found.state === "loading" && <Loading what="the account" />}
      {found.state === "failed" && <Notice kind="problem">{found.error.message}</Notice>}
      {found.state === "ready" && <Details account={found.value} />}
    </>
  );
}

function kindOf({ owner, hotkeys, stakes }: Account): string {
  if (owner !== undefined) return "hotkey";
  return hotkeys.length > 0 || stakes.length > 0 ? "coldkey" : "account";
}

function Details({ account }: { account: Account }) {
  const { free, reserved, nonce, registrations, hotkeys, stakes } = account;
  const worth = useWorth(account);
  return (
    <>
      <dl className="tiles">
        <Tile label="Free" note="can be sent and staked">
          {formatAmount(free)} τ
        </Tile>
        <Tile label="Reserved" note="held by deposits">
          {formatAmount(reserved)} τ
        </Tile>
        <Tile label="Staked" note="at the pools' prices now">
          {formatAmount(worth, 2)} τ
        </Tile>
        <Tile label="Extrinsics sent" note="its next nonce">
          {nonce}
        </Tile>
      </dl>
      <div className="halves">
        <Stakes stakes={stakes} />
        <div className="stack">
          <Roles account={account} />
          {hotkeys.length > 0 && (
            <Card title="Hotkeys it owns" aside={<span className="hint">{hotkeys.length}</span>}>
              <ul className="plain">
                {hotkeys.slice(0, MOST_HOTKEYS).map((hotkey) => (
                  <li key={hotkey}>
                    <AccountLink account={hotkey} />
                  </li>
                ))}
              </ul>
            </Card>
          )}
          {registrations.length === 0 && hotkeys.length === 0 && account.owner === undefined && (
            <Card title="Neurons">
              <p className="empty">It runs no neuron, and owns none.</p>
            </Card>
          )}
        </div>
      </div>
    </>
  );
}

const MOST_HOTKEYS = 100;

/** Rao that its stakes would be worth at the pools' prices, slippage aside. */
function useWorth({ stakes }: Account): bigint {
  const subnets = useChain((state) => state.subnets);
  return stakes.reduce((sum, { netuid, stake }) => {
    const price = netuid === 0 ? 1 : (subnets.find((subnet) => subnet.netuid === netuid)?.price ?? 0);
    return sum + (stake * BigInt(Math.round(price * 1e9))) / 1_000_000_000n;
  }, 0n);
}

function Stakes({ stakes }: Pick<Account, "stakes">) {
  const subnets = useChain((state) => state.subnets);
  return (
    <Card title="Stakes" aside={<span className="hint">{stakes.length}</span>}>
      {stakes.length === 0 ? (
        <p className="empty">It has staked nothing.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Subnet</th>
              <th scope="col">Hotkey</th>
              <th scope="col" className="end">
                Stake
              </th>
            </tr>
          </thead>
          <tbody>
            {stakes.map(({ netuid, hotkey, stake }) => {
              const subnet = subnets.find((each) => each.netuid === netuid);
              return (
                <tr key={`${netuid}-${hotkey}`}>
                  <td>
                    <a href={`#/subnet/${netuid}`}>
                      {netuid} {subnet !== undefined && <bdi>· {subnetName(subnet)}</bdi>}
                    </a>
                  </td>
                  <td>
                    <AccountLink account={hotkey} />
                  </td>
                  <td className="number end">
                    {formatAmount(stake)} {netuid === 0 ? "τ" : "α"}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </Card>
  );
}

function Roles({ account: { owner, registrations } }: { account: Account }) {
  if (owner === undefined && registrations.length === 0) return null;
  return (
    <Card title="As a hotkey">
      {owner !== undefined && (
        <p>
          Owned by <AccountLink account={owner} />
        </p>
      )}
      <ul className="plain">
        {registrations.map(({ netuid, uid, alpha }) => (
          <li key={netuid}>
            <a href={`#/why/${netuid}/${uid}`}>
              Neuron {uid} of subnet {netuid}
            </a>
            <span className="dim"> with {formatAmount(alpha)} α of all who back it</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
