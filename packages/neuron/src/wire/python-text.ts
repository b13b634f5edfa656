/**
 * Python's text of JSON-like values, on which Bittensor's body hash is built (`str(value)` in `bittensor/core/synapse.py`).
 */

/** `repr` of a float: the shortest digits that give the number back; an exponent below 1e-4 and from 1e16. */
export function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  const [digits, exponentText] = Math.abs(value).toExponential().split("e");
  const exponent = Number(exponentText);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  if (value !== 0 && (exponent < -4 || exponent >= 16)) {
    return `${sign}${digits}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  const text = String(Math.abs(value));
  return `${sign}${text}${text.includes(".") ? "" : ".0"}`;
}

const NEEDS_ESCAPE = /[\p{C}\p{Z}\\'"]/u;

/** `repr` of a text: single quotes unless only those occur inside, escapes for what Python calls not printable. */
export function pythonString(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return `'${text}'`;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = quote;
  for (const character of text) out += escaped(character, quote);
  return out + quote;
}

const SHORT_ESCAPES: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escaped(character: string, quote: string): string {
  if (character === quote) return `\\${quote}`;
  const short = SHORT_ESCAPES[character];
  if (short !== undefined) return short;
  if (character === " " || !/[\p{C}\p{Z}]/u.test(character)) return character;
  const code = character.codePointAt(0)!;
  const hex = (digits: number) => code.toString(16).padStart(digits, "0");
  if (code < 0x100) return `\\x${hex(2)}`;
  return code < 0x1_0000 ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}

export function pythonList(items: readonly string[]): string {
  return `[${items.join(", ")}]`;
}

export function pythonDict(entries: readonly (readonly [string, string])[]): string {
  return `{${entries.map(([key, text]) => `${pythonString(key)}: ${text}`).join(", ")}}`;
}
