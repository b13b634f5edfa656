/** Small parts that all views are made of. */
import type { ReactNode } from "react";
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

/** A share of the largest, with its number beside it. */
export function Meter({ share, text, colour }: { share: number; text: string; colour?: string }) {
  return (
    <span className="meter">
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

export function AccountLink({ account, name }: { account: string; name?: string | undefined }) {
  const address = addressOf(account);
  return (
    <a className="account" href={`#/account/${address}`} title={address}>
      {name === undefined ? <code>{shortAddress(address)}</code> : <bdi>{name}</bdi>}
    </a>
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
