import type { BlockLine } from "../../chain/session.ts";
import { useChain } from "../../chain/use-session.ts";

const LOWEST = 14;
/** As many as can be hit with a finger, each; the style sheet shows fewer where there is less room. */
const SHOWN = 50;

/** The newest blocks as bars: how high by how much is in them, epochs in colour. */
export function BlockStrip() {
  const blocks = useChain((state) => state.blocks);
  const tallest = Math.max(4, ...blocks.map(({ extrinsics = 0 }) => extrinsics));
  return (
    <section className="card strip-card" aria-label="Newest blocks">
      <ol className="strip">
        {blocks
          .slice(0, SHOWN)
          .toReversed()
          .map((block) => (
            <li key={block.number}>
              <Bar block={block} tallest={tallest} />
            </li>
          ))}
      </ol>
      <p className="legend" aria-hidden="true">
        <span className="swatch block" /> block, by its extrinsics <span className="swatch epoch" /> epoch: neurons are
        paid
      </p>
    </section>
  );
}

function Bar({ block: { number, extrinsics, epochs }, tallest }: { block: BlockLine; tallest: number }) {
  const share = Math.log1p(extrinsics ?? 0) / Math.log1p(tallest);
  const text = `Block ${number}, ${extrinsics ?? "?"} extrinsics${epochs.length > 0 ? ", epoch" : ""}`;
  return (
    <a
      className={`bar${epochs.length > 0 ? " epoch" : ""}`}
      href={`#/block/${number}`}
      title={text}
      style={{ blockSize: `${LOWEST + (100 - LOWEST) * share}%` }}
    >
      <span className="sr-only">{text}</span>
    </a>
  );
}
