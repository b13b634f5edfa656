import { useEffect } from "react";
import { useChain, useSession } from "./chain/use-session.ts";
import { type Route, useRoute } from "./router.ts";
import { ConnectionBadge } from "./shell/connection-badge.tsx";
import { SearchBox } from "./shell/search-box.tsx";
import { ThemeSwitch } from "./shell/theme-switch.tsx";
import { TimeControl } from "./shell/time-control.tsx";
import { MetadataContext } from "./ui/metadata.ts";
import { Notice } from "./ui/parts.tsx";
import { shortAddress } from "./ui/text.ts";
import { AccountView } from "./views/explorer/account-view.tsx";
import { BlockView } from "./views/explorer/block-view.tsx";
import { ExplorerView } from "./views/explorer/explorer-view.tsx";
import { SubnetView } from "./views/explorer/subnet-view.tsx";
import { NetworkView } from "./views/network/network-view.tsx";
import { WhyView } from "./views/payout/why-view.tsx";

export function App() {
  const route = useRoute();
  const session = useSession();
  const metadata = useChain(({ client }) => client?.metadata);
  const netuid = "netuid" in route ? route.netuid : undefined;
  useEffect(() => {
    document.title = `${titleOf(route)} · Myelin`;
  });
  useEffect(() => {
    if (netuid !== undefined) session.choose(netuid);
  }, [session, netuid]);
  return (
    <MetadataContext value={metadata}>
      <button type="button" className="skip" onClick={() => document.getElementById("main")?.focus()}>
        Skip to the content
      </button>
      <Top route={route} />
      <main id="main" tabIndex={-1}>
        <Problem />
        <View route={route} />
      </main>
    </MetadataContext>
  );
}

/** For tabs, bookmarks and screen readers. */
function titleOf(route: Route): string {
  switch (route.view) {
    case "network":
      return "Network";
    case "explorer":
      return "Explorer";
    case "block":
      return `Block ${route.block}`;
    case "account":
      return `Account ${shortAddress(route.address)}`;
    case "subnet":
      return `Subnet ${route.netuid}`;
    case "why":
      return `Why neuron ${route.uid} was paid`;
    case "unknown":
      return "No such page";
  }
}

function Top({ route }: { route: Route }) {
  const name = useChain(({ facts }) => facts?.name);
  return (
    <header className="top">
      <a className="brand" href="#/">
        <Logo />
        <span className="brand-name">Myelin</span>
        {name !== undefined && <span className="brand-chain">{name}</span>}
      </a>
      <Navigation route={route} />
      <SearchBox />
      <div className="tools">
        <TimeControl />
        <ThemeSwitch />
        <ConnectionBadge />
      </div>
    </header>
  );
}

function Navigation({ route: { view } }: { route: Route }) {
  const netuid = useChain((state) => state.netuid);
  const links = [
    { href: "#/", text: "Network", current: view === "network" },
    { href: "#/explorer", text: "Explorer", current: ["explorer", "block", "account", "subnet"].includes(view) },
    { href: `#/why/${netuid ?? 1}/0`, text: "Why this payout?", current: view === "why" },
  ];
  return (
    <nav aria-label="Views">
      {links.map(({ href, text, current }) => (
        <a key={text} href={href} aria-current={current ? "page" : undefined}>
          {text}
        </a>
      ))}
    </nav>
  );
}

function Problem() {
  const connection = useChain((state) => state.connection);
  const problem = useChain((state) => state.problem);
  if (connection === "lost") {
    return (
      <Notice kind="problem">The node does not answer. What you see is the last that it said; trying again …</Notice>
    );
  }
  return problem === undefined ? null : <Notice kind="problem">{problem}</Notice>;
}

function View({ route }: { route: Route }) {
  switch (route.view) {
    case "network":
      return <NetworkView />;
    case "explorer":
      return <ExplorerView />;
    case "block":
      return <BlockView number={route.block} extrinsic={route.extrinsic} />;
    case "account":
      return <AccountView address={route.address} />;
    case "subnet":
      return <SubnetView netuid={route.netuid} />;
    case "why":
      return <WhyView netuid={route.netuid} uid={route.uid} block={route.block} />;
    case "unknown":
      return (
        <>
          <h1>No such page</h1>
          <Notice>
            Nothing is here. <a href="#/">Go to the live network.</a>
          </Notice>
        </>
      );
  }
}

function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" aria-hidden="true">
      <path d="M6 24C9 10 14 8 16 16s7 6 10-8" fill="none" stroke="var(--leaf)" strokeWidth="3" strokeLinecap="round" />
      <circle cx="6" cy="24" r="4" fill="var(--leaf)" />
      <circle cx="26" cy="8" r="4" fill="var(--accent)" />
      <circle cx="16" cy="16" r="2.6" fill="var(--amber)" />
    </svg>
  );
}
