import { type FormEvent, useEffect, useRef, useState } from "react";
import type { EngineStatus } from "../chain/session.ts";
import { useChain, useSession } from "../chain/use-session.ts";
import { formatDuration } from "../ui/text.ts";

const SPEEDS = [250, 500, 1_000, 2_000, 6_000, 12_000];

/** Pause, step, jump and speed, by the node's own methods: it refuses them to others than this machine. */
export function TimeControl() {
  const engine = useChain((state) => state.engine);
  const development = useChain((state) => state.facts?.development ?? false);
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const inside = event instanceof PointerEvent && box.current?.contains(event.target as Node);
      const escaped = event instanceof KeyboardEvent && event.key === "Escape";
      if (box.current?.open && (escaped || (event instanceof PointerEvent && !inside))) box.current.open = false;
    };
    addEventListener("pointerdown", close);
    addEventListener("keydown", close);
    return () => {
      removeEventListener("pointerdown", close);
      removeEventListener("keydown", close);
    };
  }, []);
  if (engine === undefined || !development) return null;
  return (
    <details className="time" ref={box}>
      <summary className="icon-button wide" aria-label={`Control of time: ${paceOf(engine)}`}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          {engine.paused ? (
            <path d="M8 5v14M16 5v14" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />
          ) : (
            <g fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round">
              <circle cx="12" cy="12" r="8.5" />
              <path d="M12 7v5l3 2" />
            </g>
          )}
        </svg>
        <span>{paceOf(engine)}</span>
      </summary>
      <Controls engine={engine} />
    </details>
  );
}

function paceOf({ paused, sealing, blockTime }: EngineStatus): string {
  if (paused) return "Paused";
  if (sealing !== "interval") return sealing === "instant" ? "On demand" : "By hand";
  return blockTime < 1_000 ? `${blockTime} ms` : formatDuration(blockTime / 1_000);
}

function Controls({ engine }: { engine: EngineStatus }) {
  const session = useSession();
  const netuid = useChain((state) => state.netuid);
  const head = useChain((state) => state.head?.number ?? 0);
  const [busy, setBusy] = useState<string | undefined>();
  const [problem, setProblem] = useState<string | undefined>();
  const [target, setTarget] = useState("");

  const run = async (what: string, method: string, params: readonly unknown[] = []) => {
    setBusy(what);
    setProblem(undefined);
    try {
      await session.request(method, params);
      session.store.set({ engine: await session.request<EngineStatus>("myelin_engineStatus") });
    } catch (error) {
      setProblem((error as Error).message);
    } finally {
      setBusy(undefined);
    }
  };
  const jump = (event: FormEvent) => {
    event.preventDefault();
    const block = Number(target);
    if (!Number.isSafeInteger(block) || block <= head) {
      setProblem(`Give a block after ${head}: the chain does not go back.`);
      return;
    }
    void run("Jumping", "myelin_jumpToBlock", [block]);
  };
  const disabled = busy !== undefined;
  return (
    <fieldset className="popover" disabled={disabled}>
      <legend>Time</legend>
      <div className="row">
        {engine.paused ? (
          <button type="button" onClick={() => run("Resuming", "myelin_resume")}>
            Resume
          </button>
        ) : (
          <button type="button" onClick={() => run("Pausing", "myelin_pause")}>
            Pause
          </button>
        )}
        <button type="button" onClick={() => run("Stepping", "myelin_step", [1])}>
          1 block
        </button>
        <button type="button" onClick={() => run("Stepping", "myelin_step", [10])}>
          10 blocks
        </button>
      </div>
      {netuid !== undefined && (
        <button type="button" className="primary" onClick={() => run("Jumping", "myelin_jumpToEpoch", [netuid])}>
          To the next epoch of subnet {netuid}
        </button>
      )}
      <form className="row" onSubmit={jump}>
        <input
          inputMode="numeric"
          aria-label="Block to jump to"
          placeholder={`Block after ${head}`}
          value={target}
          onChange={(event) => setTarget(event.target.value)}
        />
        <button type="submit">Jump</button>
      </form>
      {engine.sealing === "interval" && <Speed engine={engine} run={run} />}
      <p className="status" role="status">
        {busy === undefined ? (problem ?? "") : `${busy} …`}
      </p>
    </fieldset>
  );
}

interface SpeedProps {
  readonly engine: EngineStatus;
  readonly run: (what: string, method: string, params: readonly unknown[]) => Promise<void>;
}

function Speed({ engine: { blockTime }, run }: SpeedProps) {
  const choices = [...new Set([...SPEEDS, blockTime])].sort((a, b) => a - b);
  return (
    <label className="row">
      A block every
      <select
        value={blockTime}
        onChange={({ target }) => run("Changing", "myelin_setBlockTime", [Number(target.value)])}
      >
        {choices.map((ms) => (
          <option key={ms} value={ms}>
            {ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`}
          </option>
        ))}
      </select>
    </label>
  );
}
