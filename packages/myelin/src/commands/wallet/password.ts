import { readFile } from "node:fs/promises";
import { CliError } from "../../terminal/errors.ts";
import { askNewPassword, isInteractive } from "../../terminal/prompt.ts";

export interface PasswordOptions {
  /** False with `--no-password`. */
  readonly password?: boolean;
  readonly passwordFile?: string;
}

/** The password for a new coldkey; undefined for none. @throws {CliError} CLI_BAD_INPUT */
export async function newPassword({ password, passwordFile }: PasswordOptions): Promise<string | undefined> {
  if (passwordFile !== undefined) {
    const [line] = (await readFile(passwordFile, "utf8")).split(/\r?\n/);
    if (!line)
      throw new CliError("CLI_BAD_INPUT", `The first line of ${passwordFile} is empty; write the password there.`);
    return line;
  }
  return password !== false && isInteractive() ? await askNewPassword() : undefined;
}
