import { text as readAll } from "node:stream/consumers";
import { CliError } from "./errors.ts";

/** Whether a person sits at both ends, so that questions make sense. */
export function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Asks yes or no. Without a terminal the answer is `otherwise`. @throws {CliError} CLI_CANCELLED on Ctrl-C. */
export async function confirm(question: string, otherwise: boolean): Promise<boolean> {
  if (!isInteractive()) return otherwise;
  const { confirm: ask } = await import("@clack/prompts");
  return answered(await ask({ message: question, initialValue: false, output: process.stderr }));
}

/** Asks for a secret, which is not shown. @throws {CliError} CLI_CANCELLED */
export async function askSecret(question: string): Promise<string> {
  const { password } = await import("@clack/prompts");
  return answered(await password({ message: question, output: process.stderr }));
}

/** A new password, asked twice. Nothing typed means none. @throws {CliError} CLI_BAD_INPUT, CLI_CANCELLED */
export async function askNewPassword(): Promise<string | undefined> {
  const first = await askSecret("Password for the coldkey (empty: none)");
  if (!first) return undefined;
  if ((await askSecret("Once more")) !== first) {
    throw new CliError("CLI_BAD_INPUT", "The two passwords differ; nothing was written. Try again.");
  }
  return first;
}

/** All of standard input where something is piped in, else what is typed at the question. */
export async function readSecret(question: string): Promise<string> {
  return process.stdin.isTTY ? await askSecret(question) : (await readAll(process.stdin)).trim();
}

function answered<T>(answer: T): Exclude<T, symbol> {
  if (typeof answer === "symbol") throw new CliError("CLI_CANCELLED", "Cancelled; nothing was done.");
  return answer as Exclude<T, symbol>;
}
