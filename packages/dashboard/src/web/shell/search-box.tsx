import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { type Hit, search } from "../chain/search.ts";
import { useChain, useSession } from "../chain/use-session.ts";
import { go } from "../router.ts";

const PAUSE_MS = 120;
const NOTHING = "Nothing here has that name.";

/** Finds a block, an extrinsic, a neuron, a subnet or an account. `/` goes to it from anywhere. */
export function SearchBox() {
  const session = useSession();
  const ready = useChain(({ client, head }) => client !== undefined && head !== undefined);
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  /** Enter was pressed before there were results: the first one is opened as it comes. */
  const impatient = useRef(false);
  const [text, setText] = useState("");
  const [hits, setHits] = useState<readonly Hit[] | undefined>();
  const [problem, setProblem] = useState<string | undefined>();
  const [chosen, setChosen] = useState(0);

  useEffect(() => {
    const focus = (event: globalThis.KeyboardEvent) => {
      if (event.key !== "/" || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener("keydown", focus);
    return () => removeEventListener("keydown", focus);
  }, []);

  const open = (hit: Hit) => {
    go(hit.href);
    setText("");
    input.current?.blur();
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: `open` is the same for every text
  useEffect(() => {
    setHits(undefined);
    setProblem(undefined);
    if (text.trim() === "" || !ready) return;
    let current = true;
    const timer = setTimeout(async () => {
      const { client, head, ...place } = session.store.value;
      try {
        const found = await search(text, { ...place, client: client!, head: head!.number });
        if (!current) return;
        setHits(found);
        setChosen(0);
        if (found.length === 0) setProblem(NOTHING);
        if (impatient.current && found[0] !== undefined) open(found[0]);
      } catch (error) {
        if (current) setProblem(`It cannot be looked for: ${(error as Error).message}`);
      } finally {
        if (current) impatient.current = false;
      }
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text, session, ready]);

  const onKeyDown = (event: KeyboardEvent) => {
    const count = hits?.length ?? 0;
    if (event.key === "Escape") setText("");
    if (count === 0 || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    setChosen((chosen + (event.key === "ArrowDown" ? 1 : count - 1)) % count);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const hit = hits?.[chosen];
    if (hit !== undefined) open(hit);
    else impatient.current = hits === undefined && text.trim() !== "";
  };

  return (
    <search className="search">
      <form onSubmit={submit}>
        <input
          ref={input}
          type="search"
          role="combobox"
          aria-label="Search by block height, hash, address, uid or name"
          aria-expanded={hits !== undefined && hits.length > 0}
          aria-controls={list}
          aria-activedescendant={hits?.[chosen] === undefined ? undefined : `${list}-${chosen}`}
          placeholder="Height, hash, address, uid or name"
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          value={text}
          onChange={(event) => {
            impatient.current = false;
            setText(event.target.value);
          }}
          onKeyDown={onKeyDown}
        />
      </form>
      <div className="hits" hidden={text.trim() === ""}>
        <div id={list} role="listbox" aria-label="What was found">
          {hits?.map((hit, i) => (
            <div
              key={hit.href}
              id={`${list}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === chosen}
              onPointerDown={() => open(hit)}
            >
              {hit.title}
            </div>
          ))}
        </div>
        <p className="dim" role="status">
          {problem ?? (hits === undefined ? "Searching …" : "")}
        </p>
      </div>
    </search>
  );
}
