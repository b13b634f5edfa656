import type { Keypair } from "../keys/keypair.ts";
import {
  type PublicKey,
  readPublicContent,
  readSecretContent,
  writePublicContent,
  writeSecretContent,
} from "./content.ts";
import { decryptKeyfile, encryptionOf, encryptKeyfile } from "./encryption.ts";
import { KeyfileError } from "./errors.ts";
import { passwordFromEnvironment } from "./password.ts";
import { checkPrivate, readExisting, writePrivate } from "./private-file.ts";

export interface ReadKeyfileOptions {
  /** Used if the file is encrypted; a function is asked only then. Else the environment's password is taken. */
  readonly password?: string | (() => string | Promise<string>);
}

export interface WriteKeyfileOptions {
  /** Encrypts the file; without it the secret is stored plain, readable by its owner only. */
  readonly password?: string;
  /** Replace a file that exists. */
  readonly overwrite?: boolean;
}

/**
 * Reads a Bittensor keyfile: `coldkey` or `hotkeys/<name>`, plain or in any of its encryptions.
 *
 * @example
 * ```ts
 * const hotkey = await readKeyfile(walletPaths({ name: "miner" }).hotkey);
 * ```
 * @throws {KeyfileError} see {@link KeyfileErrorCode}
 */
export async function readKeyfile(path: string, options: ReadKeyfileOptions = {}): Promise<Keypair> {
  const file = await readExisting(path);
  try {
    if (encryptionOf(file)) return readSecretContent(await decryptKeyfile(file, await passwordFor(path, options)));
    const keypair = readSecretContent(file);
    await checkPrivate(path);
    return keypair;
  } catch (error) {
    throw KeyfileError.in(path, error);
  }
}

async function passwordFor(path: string, { password }: ReadKeyfileOptions): Promise<string> {
  const given = typeof password === "function" ? await password() : password;
  const found = given ?? passwordFromEnvironment(path);
  if (found !== undefined) return found;
  throw new KeyfileError("KEYFILE_PASSWORD_REQUIRED", "this keyfile is encrypted; give its password");
}

/**
 * Writes a keyfile that btcli and the Python SDK read. Atomic, mode 600.
 * @throws {KeyfileError} `KEYFILE_EXISTS`
 */
export async function writeKeyfile(path: string, keypair: Keypair, options: WriteKeyfileOptions = {}): Promise<void> {
  const content = writeSecretContent(keypair);
  const { password, overwrite = false } = options;
  await writePrivate(path, password === undefined ? content : await encryptKeyfile(content, password), overwrite);
}

/**
 * Reads the public part of a keyfile: `coldkeypub.txt`, or any plain keyfile.
 * @throws {KeyfileError} `KEYFILE_MISSING`, `KEYFILE_DAMAGED`, or `KEYFILE_PASSWORD_REQUIRED` for an encrypted file.
 */
export async function readPublicKeyfile(path: string): Promise<PublicKey> {
  const file = await readExisting(path);
  if (encryptionOf(file)) {
    throw new KeyfileError("KEYFILE_PASSWORD_REQUIRED", "this keyfile is encrypted; read the public one beside it", {
      path,
    });
  }
  try {
    return readPublicContent(file);
  } catch (error) {
    throw KeyfileError.in(path, error);
  }
}

/**
 * Writes a public keyfile such as `coldkeypub.txt`.
 * @throws {KeyfileError} `KEYFILE_EXISTS`
 */
export async function writePublicKeyfile(
  path: string,
  key: Pick<PublicKey, "publicKey" | "cryptoType">,
  options: Pick<WriteKeyfileOptions, "overwrite"> = {},
): Promise<void> {
  await writePrivate(path, writePublicContent(key), options.overwrite ?? false);
}
