/** Small parts that all views are made of. */
import { type ReactNode, useMemo, useState } from "react";
import { useChain } from "../chain/use-session.ts";
import { addressOf, shortAddress } from "./text.ts";

export function Card({ title, aside, children, className = "" }: CardProps) {
  return (
    <section className={`card ${className}`} aria-label={title}>
      {title !== undefined && (
        <header className="card-head">
          <h2>{title}</h2>
          {aside}
        </header>
      )}
      {children}
    </section>
  );
}

interface CardProps {
  readonly title?: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

export function Tile({ label, children, note }: { label: string; children: ReactNode; note?: ReactNode }) {
  return (
    <div className="tile">
      <dt>{label}</dt>
      <dd>
        <span className="tile-value">{children}</span>
        {note !== undefined && <span className="tile-note">{note}</span>}
      </dd>
    </div>
  );
}

interface MeterProps {
  readonly share: number;
  readonly text: string;
  readonly colour?: string;
  /** It is nothing, and drawn so that it does not hide what is something. */
  readonly none?: boolean;
}

/** A share of the largest, with its number beside it. */
export function Meter({ share, text, colour, none = false }: MeterProps) {
  return (
    <span className={none ? "meter none" : "meter"}>
      <span className="meter-track" aria-hidden="true">
        <span
          className="meter-fill"
          style={{ inlineSize: `${100 * Math.min(1, Math.max(0, share))}%`, background: colour }}
        />
      </span>
      <span className="number">{text}</span>
    </span>
  );
}

/** An account by its name where the shown subnet knows one, otherwise by the ends of its address. */
export function AccountLink({ account, name }: { account: string; name?: string | undefined }) {
  const address = useMemo(() => addressOf(account), [account]);
  const known = useChain(({ names }) => names.get(address));
  const shown = name ?? known;
  return (
    <a className="account" href={`#/account/${address}`} title={address}>
      {shown === undefined ? <code>{shortAddress(address)}</code> : <bdi>{shown}</bdi>}
    </a>
  );
}

/** Copies what is too long to be typed. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1_500);
  };
  return (
    <button type="button" className="copy" onClick={() => void copy().catch(() => {})} aria-label={`Copy ${what}`}>
      {copied ? "Copied" : "Copy"}
    </button>
  );
}

export function BlockLink({ block }: { block: number }) {
  return (
    <a href={`#/block/${block}`} className="number">
      {block}
    </a>
  );
}

export function Notice({ children, kind = "info" }: { children: ReactNode; kind?: "info" | "problem" }) {
  return (
    <p className={`notice ${kind}`} role={kind === "problem" ? "alert" : "status"}>
      {children}
    </p>
  );
}

export function Loading({ what }: { what: string }) {
  return (
    <p className="loading" role="status">
      <span className="spinner" aria-hidden="true" /> Reading {what} …
    </p>
  );
}
