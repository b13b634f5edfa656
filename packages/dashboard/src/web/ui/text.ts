/** Text that strangers wrote, and numbers, as people read them. */
import { encodeAddress } from "@myelin/primitives/ss58";

const LONGEST_NAME = 48;

/** Names from the chain: control characters and direction marks gone, one line, not endless. React escapes the rest. */
export function clean(text: string | Uint8Array | undefined, longest = LONGEST_NAME): string {
  const decoded = text instanceof Uint8Array ? new TextDecoder().decode(text) : (text ?? "");
  const line = decoded
    .slice(0, 4 * longest)
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu, " ")
    // More than two marks on a letter hide the lines around it.
    .replace(/(\p{M}{2})\p{M}+/gu, "$1")
    .replace(/\s+/g, " ")
    .trim();
  const letters = [...line];
  return letters.length > longest ? `${letters.slice(0, longest - 1).join("")}…` : line;
}

/** A subnet by name; the chain says "unknown" for those without an identity. */
export function subnetName({ netuid, name }: { netuid: number; name: string }): string {
  const own = clean(name);
  if (netuid === 0) return "Root";
  return own === "" || own === "unknown" ? `Subnet ${netuid}` : own;
}

/** The SS58 address of an account as the client gives it. */
export function addressOf(account: string): string {
  return account.startsWith("0x") && account.length === 66 ? encodeAddress(account as `0x${string}`) : account;
}

export function shortAddress(account: string): string {
  const address = addressOf(account);
  return `${address.slice(0, 6)}…${address.slice(-4)}`;
}

export function shortHash(hash: string): string {
  return `${hash.slice(0, 8)}…${hash.slice(-6)}`;
}

const UNIT = 1_000_000_000n;

/** Rao as TAO or alpha with up to `digits` digits after the point; `formatAmount(1_500_000_000n)` is "1.5". */
export function formatAmount(rao: bigint, digits = 4): string {
  const negative = rao < 0n;
  const size = negative ? -rao : rao;
  const fraction = (size % UNIT).toString().padStart(9, "0").slice(0, digits).replace(/0+$/, "");
  const whole = formatInteger(size / UNIT);
  const shown = fraction === "" ? whole : `${whole}.${fraction}`;
  const tiny = shown === "0" && size > 0n ? `<0.${"0".repeat(digits - 1)}1` : shown;
  return negative ? `−${tiny}` : tiny;
}

/** Rao as TAO or alpha with so many digits after the point, for columns: `fixed(900_000_000n, 2)` is "0.90". */
export function fixed(rao: bigint, digits: number): string {
  const fraction = (rao % UNIT).toString().padStart(9, "0").slice(0, digits);
  return `${formatInteger(rao / UNIT)}.${fraction}`;
}

/** 12345 → "12,345", whatever the reader's locale. */
export function formatInteger(value: bigint | number): string {
  return value.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** A share of 1 as percent. */
export function formatShare(share: number, digits = 1): string {
  if (share > 0 && share < 0.5 / 10 ** (digits + 2)) return `<${(1 / 10 ** digits).toFixed(digits)}%`;
  return `${(100 * share).toFixed(digits)}%`;
}

export function formatDuration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
}

/** Milliseconds since 1970 as date and time of the reader's clock: "2026-11-24 08:57:13.250". */
export function formatMoment(ms: number): string {
  const at = new Date(ms);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const fraction = ms % 1_000 === 0 ? "" : `.${String(at.getMilliseconds()).padStart(3, "0")}`;
  return `${day} ${formatClock(ms)}${fraction}`;
}

/** Milliseconds since 1970 as time of the reader's clock: "08:57:13". */
export function formatClock(ms: number): string {
  const at = new Date(ms);
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map((value) => String(value).padStart(2, "0")).join(":");
}

const BYTE_UNITS = ["B", "kB", "MB", "GB"] as const;

/** Bytes with a decimal unit: 1234 → "1.2 kB". */
export function formatBytes(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1_000 ** step).toFixed(step === 0 ? 0 : 1)} ${BYTE_UNITS[step]}`;
}

/** Snake or camel case as words: `immunity_period` → "Immunity period". */
export function words(name: string): string {
  const spaced = name.replace(/_/g, " ").replace(/([a-z0-9])([A-Z])/g, "$1 $2");
  return spaced.charAt(0).toUpperCase() + spaced.slice(1).toLowerCase();
}
