import { styleText } from "node:util";

type Format = Parameters<typeof styleText>[0];

/** Colours where a person watches and has not asked for none (no-color.org). */
export function style(format: Format, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return hasColours(stream) ? styleText(format, text) : text;
}

function hasColours(stream: NodeJS.WriteStream): boolean {
  if (process.env["NO_COLOR"]) return false;
  if (process.env["FORCE_COLOR"]) return true;
  return stream.isTTY === true && process.env["TERM"] !== "dumb";
}

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

/** Characters that a text takes on the screen. */
export function visibleWidth(text: string): number {
  return [...text.replace(ESCAPES, "")].length;
}
