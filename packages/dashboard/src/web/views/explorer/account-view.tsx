import { isAddress } from "@myelin/primitives/ss58";
import { type Account, readAccount } from "../../chain/account.ts";
import { useChain } from "../../chain/use-session.ts";
import { AccountLink, Card, Loading, Notice, Tile } from "../../ui/parts.tsx";
import { formatAmount } from "../../ui/text.ts";
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
        <h1>Account</h1>
        <code className="hash">{valid ? address : ""}</code>
      </div>
      {!valid && <Notice kind="problem">That is no address of an account: check it for typing mistakes.</Notice>}
      {valid && found.state === "loading" && <Loading what="the account" />}
      {found.state === "failed" && <Notice kind="problem">{found.error.message}</Notice>}
      {found.state === "ready" && <Details account={found.value} />}
    </>
  );
}

function Details({ account }: { account: Account }) {
  const { free, reserved, nonce, name, owner, registrations, hotkeys, stakes } = account;
  return (
    <>
      <dl className="tiles">
        <Tile label="Free" note={name === undefined ? undefined : <bdi>{name}</bdi>}>
          {formatAmount(free)} τ
        </Tile>
        <Tile label="Reserved">{formatAmount(reserved)} τ</Tile>
        <Tile label="Extrinsics sent" note="its next nonce">
          {nonce}
        </Tile>
        <Tile label="Positions" note="stakes on subnets">
          {stakes.length}
        </Tile>
      </dl>
      <div className="halves">
        <Card title="Stakes">
          <table>
            <thead>
              <tr>
                <th scope="col">Subnet</th>
                <th scope="col">Hotkey</th>
                <th scope="col">Stake</th>
              </tr>
            </thead>
            <tbody>
              {stakes.map(({ netuid, hotkey, stake }) => (
                <tr key={`${netuid}-${hotkey}`}>
                  <td>
                    <a href={`#/subnet/${netuid}`}>{netuid}</a>
                  </td>
                  <td>
                    <AccountLink account={hotkey} />
                  </td>
                  <td className="number">
                    {formatAmount(stake)} {netuid === 0 ? "τ" : "α"}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {stakes.length === 0 && <p className="empty">It has staked nothing.</p>}
        </Card>
        <Card title="As a hotkey">
          {owner === undefined && <p className="empty">It is no hotkey.</p>}
          {owner !== undefined && (
            <p>
              Owned by <AccountLink account={owner} />
            </p>
          )}
          <ul className="plain">
            {registrations.map(({ netuid, uid }) => (
              <li key={netuid}>
                <a href={`#/why/${netuid}/${uid}`}>
                  Neuron {uid} of subnet {netuid}
                </a>
              </li>
            ))}
          </ul>
          {hotkeys.length > 0 && <h3>Hotkeys it owns</h3>}
          <ul className="plain">
            {hotkeys.slice(0, 100).map((hotkey) => (
              <li key={hotkey}>
                <AccountLink account={hotkey} />
              </li>
            ))}
          </ul>
        </Card>
      </div>
    </>
  );
}
