import { utf8 } from "../bytes.ts";
import { openAnsibleVault } from "./ansible-vault.ts";
import { deriveFernetKey, fernetToken, openFernet } from "./fernet.ts";
import { checkNacl, deriveNaclKey, NACL_PREFIX, openNacl, sealNacl } from "./nacl.ts";

export type KeyfileEncryption = "nacl" | "ansible-vault" | "fernet";

const PREFIXES: readonly (readonly [KeyfileEncryption, Uint8Array])[] = [
  ["nacl", NACL_PREFIX],
  ["ansible-vault", utf8("$ANSIBLE_VAULT")],
  ["fernet", utf8("gAAAAA")],
];

/** How a keyfile's content is encrypted; `undefined` if it is plain. */
export function encryptionOf(file: Uint8Array): KeyfileEncryption | undefined {
  return PREFIXES.find(([, prefix]) => prefix.every((byte, i) => file[i] === byte))?.[0];
}

/** Encrypts a keyfile's content with the current format. Takes some seconds by design. */
export async function encryptKeyfile(content: Uint8Array, password: string): Promise<Uint8Array> {
  return sealNacl(content, await deriveNaclKey(password));
}

/**
 * The plain content of a keyfile in any of its formats; plain content as it is.
 * @throws {KeyfileError} `KEYFILE_WRONG_PASSWORD` or `KEYFILE_DAMAGED`
 */
export async function decryptKeyfile(file: Uint8Array, password: string): Promise<Uint8Array> {
  switch (encryptionOf(file)) {
    case "nacl":
      checkNacl(file);
      return openNacl(file, await deriveNaclKey(password));
    case "ansible-vault":
      return openAnsibleVault(file, password);
    case "fernet":
      fernetToken(file);
      return openFernet(file, await deriveFernetKey(password));
    default:
      return file;
  }
}
