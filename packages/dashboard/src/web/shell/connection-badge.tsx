import { useChain } from "../chain/use-session.ts";

const TEXT = { connecting: "Connecting", live: "Live", lost: "Not connected" };

export function ConnectionBadge() {
  const connection = useChain((state) => state.connection);
  const head = useChain((state) => state.head?.number);
  return (
    <span className={`badge ${connection}`}>
      <span key={head} className="beat" aria-hidden="true" />
      <span className="badge-text">{TEXT[connection]}</span>
      {head !== undefined && <span className="number">{head}</span>}
    </span>
  );
}
