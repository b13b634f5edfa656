import { numberText } from "./amounts.ts";
import { clean, formatInteger, shortAddress, shortHash } from "./text.ts";

const PARTS = 4;
const ITEMS = 4;
const LONGEST = 28;

/** A call's arguments in one line: `netuid 2 · dests 2, 4, 6 · weights 3 values`. */
export function brief(args: Readonly<Record<string, unknown>>, pallet: string): string {
  const parts = Object.entries(args).map(([name, value]) => `${name} ${short(value, name, pallet)}`);
  return parts.length > PARTS ? [...parts.slice(0, PARTS), "…"].join(" · ") : parts.join(" · ");
}

function short(value: unknown, name: string, pallet: string): string {
  if (value === undefined || value === null) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return formatInteger(value);
  if (typeof value === "bigint") return numberText(value, name, pallet) ?? formatInteger(value);
  if (typeof value === "string") return shortText(value, name);
  if (value instanceof Uint8Array) return `${formatInteger(value.length)} bytes`;
  if (Array.isArray(value)) return shortList(value, name, pallet);
  const { type, value: inner } = value as { type?: unknown; value?: unknown };
  if (typeof type !== "string") return `{${Object.keys(value).join(", ")}}`.slice(0, LONGEST);
  if (type === "Id") return short(inner, name, pallet);
  const call = (inner as { type?: unknown } | undefined)?.type;
  return typeof call === "string" ? `${type}.${call}` : type;
}

function shortText(value: string, name: string): string {
  if (!/^0x[0-9a-f]{64}$/i.test(value)) return clean(value, LONGEST);
  return /hash|root/i.test(name) ? shortHash(value) : shortAddress(value);
}

function shortList(values: readonly unknown[], name: string, pallet: string): string {
  if (values.length === 0) return "empty";
  const simple = values.length <= ITEMS && values.every((item) => !Array.isArray(item));
  if (simple) return values.map((item) => short(item, name, pallet)).join(", ");
  return `${formatInteger(values.length)} values`;
}
