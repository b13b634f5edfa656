/**
 * Passwords in the environment, as btwallet keeps them: `BT_PW_` and the keyfile's absolute path in capitals, with `/`
 * and `.` as `_`; the value is XORed with the variable's name and written in base64. That hides it from a glance, no more.
 */

import { resolve } from "node:path";
import { fromUtf8, utf8 } from "../bytes.ts";

/** The variable that may hold the password of the keyfile at `path`. */
export function passwordVariable(path: string): string {
  return `BT_PW_${resolve(path).toUpperCase().replace(/[/.]/g, "_")}`;
}

/** The value to set {@link passwordVariable} to. */
export function encodePassword(path: string, password: string): string {
  return Buffer.from(masked(utf8(password), passwordVariable(path))).toString("base64");
}

/** The password of the keyfile at `path`, if the environment holds one. */
export function passwordFromEnvironment(path: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const variable = passwordVariable(path);
  const value = env[variable];
  if (value === undefined) return undefined;
  return fromUtf8(masked(Buffer.from(value, "base64"), variable));
}

function masked(text: Uint8Array, name: string): Uint8Array {
  const mask = utf8(name);
  return Uint8Array.from(text, (byte, i) => byte ^ mask[i % mask.length]!);
}
