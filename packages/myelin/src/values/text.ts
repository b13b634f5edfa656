import { toHex } from "@myelin/primitives/hex";
import { terminalWidth } from "../terminal/table.ts";
import type { Plain } from "./write.ts";

/** Bytes shown before the rest is only counted. */
const BYTES_SHOWN = 64;
const NOT_A_TERMINAL = 100;
const UNSAFE = /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu;

/** A value for people: on one line where it fits, else one line an entry, indented. Nothing in it steers the terminal. */
export function valueText(value: Plain, width: number = lineWidth()): string {
  return lines(value, width).join("\n");
}

/** A value on one line. */
export function inlineText(value: Plain): string {
  if (value === null) return "none";
  if (value instanceof Uint8Array) return bytesText(value);
  if (Array.isArray(value)) return `[${value.map(inlineText).join(", ")}]`;
  if (typeof value === "object") return inlineObject(value);
  return typeof value === "string" ? safe(value) : grouped(value);
}

/** `Name value` for an enum, else `{a: 1, b: 2}`. */
function inlineObject(value: { [name: string]: Plain }): string {
  const entries = Object.entries(value);
  if (isVariant(entries)) return `${entries[0]![0]} ${inlineText(entries[0]![1])}`;
  return `{${entries.map(([name, item]) => `${name}: ${inlineText(item)}`).join(", ")}}`;
}

function lines(value: Plain, width: number): string[] {
  const inline = inlineText(value);
  if (inline.length <= width || !isComposed(value)) return [inline];
  if (Array.isArray(value)) return value.flatMap((item) => bullet(lines(item, width - 2)));
  return Object.entries(value).flatMap(([name, item]) => named(safe(name), item, width));
}

function named(name: string, value: Plain, width: number): string[] {
  const inline = inlineText(value);
  if (!isComposed(value) || name.length + 2 + inline.length <= width) return [`${name}: ${inline}`];
  return [`${name}:`, ...lines(value, width - 2).map((line) => `  ${line}`)];
}

function bullet([first, ...others]: string[]): string[] {
  return [`- ${first}`, ...others.map((line) => `  ${line}`)];
}

function isComposed(value: Plain): value is Plain[] | { [name: string]: Plain } {
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array);
}

/** Names of variants are capitalised, those of fields are not. */
function isVariant(entries: readonly (readonly [string, Plain])[]): boolean {
  return entries.length === 1 && /^[A-Z]/.test(entries[0]![0]);
}

function bytesText(bytes: Uint8Array): string {
  const text = printable(bytes);
  if (text !== undefined) return JSON.stringify(text);
  const hex = toHex(bytes.subarray(0, BYTES_SHOWN));
  return bytes.length > BYTES_SHOWN ? `${hex}… (${bytes.length} bytes)` : hex;
}

/** The text that bytes are, if one can read it. */
function printable(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0 || bytes.length > 2_048) return undefined;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return safe(text) === text ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Control characters and direction marks as escapes. */
export function safe(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

function grouped(value: number | bigint | boolean): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

function lineWidth(): number {
  return Math.min(terminalWidth(), NOT_A_TERMINAL);
}
