import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { type Hit, search } from "../chain/search.ts";
import { useSession } from "../chain/use-session.ts";
import { go } from "../router.ts";

const PAUSE_MS = 120;

/** Finds a block, an extrinsic, a neuron or an account. `/` goes to it from anywhere. */
export function SearchBox() {
  const session = useSession();
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [hits, setHits] = useState<readonly Hit[] | undefined>();
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

  useEffect(() => {
    setHits(undefined);
    if (text.trim() === "") return;
    let current = true;
    const timer = setTimeout(async () => {
      const { client, head, netuid } = session.store.value;
      if (client === undefined || head === undefined) return;
      const found = await search(text, { client, head: head.number, netuid }).catch(() => []);
      if (!current) return;
      setHits(found);
      setChosen(0);
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text, session]);

  const open = (hit: Hit | undefined) => {
    if (hit === undefined) return;
    go(hit.href);
    setText("");
    input.current?.blur();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const count = hits?.length ?? 0;
    if (event.key === "Escape") setText("");
    if (count === 0 || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    setChosen((chosen + (event.key === "ArrowDown" ? 1 : count - 1)) % count);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    open(hits?.[chosen]);
  };

  return (
    <search className="search">
      <form onSubmit={submit}>
        <input
          ref={input}
          type="search"
          role="combobox"
          aria-label="Search by block height, hash, address or uid"
          aria-expanded={hits !== undefined}
          aria-controls={list}
          aria-activedescendant={hits?.[chosen] === undefined ? undefined : `${list}-${chosen}`}
          placeholder="Height, hash, address or uid"
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </form>
      <div id={list} role="listbox" className="hits" hidden={hits === undefined}>
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
        {hits?.length === 0 && <div className="dim">Nothing here has that name.</div>}
      </div>
    </search>
  );
}
