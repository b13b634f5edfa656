import { CliError } from "../terminal/errors.ts";

/** Whole numbers longer than this may not survive as a JavaScript number. */
const SAFE_DIGITS = 15;
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/**
 * JSON in which whole numbers keep all of their digits: the long ones come out as text.
 * @throws {CliError} CLI_BAD_INPUT
 */
export function parseJson(text: string): unknown {
  const exact = text.replace(TOKEN, (token) =>
    /^-?\d+$/.test(token) && token.length > SAFE_DIGITS ? `"${token}"` : token,
  );
  try {
    return JSON.parse(exact);
  } catch (cause) {
    const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
    throw new CliError("CLI_BAD_INPUT", `${shown} is no JSON. Put names and texts in "quotation marks".`, { cause });
  }
}
