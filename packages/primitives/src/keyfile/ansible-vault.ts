/** Ansible Vault 1.1 (AES256), which keyfiles of early Bittensor versions are encrypted with. Read only. */

import { createDecipheriv, createHmac, pbkdf2, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { damaged, wrongPassword } from "./errors.ts";

const deriveBytes = promisify(pbkdf2);
const HEADER = /^\$ANSIBLE_VAULT;1\.[12];AES256(?:;[^\n]*)?\r?\n/;

/**
 * Opens a vault: hexadecimal of three hexadecimal lines (salt, HMAC-SHA256, AES-256-CTR ciphertext), whose keys are 80
 * bytes of PBKDF2-HMAC-SHA256 with 10,000 rounds (docs.ansible.com, "Ansible Vault payload format 1.1 - 1.2").
 * @throws {KeyfileError} `KEYFILE_DAMAGED` or `KEYFILE_WRONG_PASSWORD`
 */
export async function openAnsibleVault(file: Uint8Array, password: string): Promise<Uint8Array> {
  const text = Buffer.from(file).toString("latin1");
  const header = HEADER.exec(text);
  if (!header) throw damaged("the vault's header is unknown");
  const lines = hex(text.slice(header[0].length).replace(/\s/g, "")).toString("latin1").split("\n");
  if (lines.length !== 3) throw damaged("the vault is incomplete");
  const [salt, mac, ciphertext] = lines.map(hex) as [Buffer, Buffer, Buffer];

  const keys = await deriveBytes(password, salt, 10_000, 80, "sha256");
  const expected = createHmac("sha256", keys.subarray(32, 64)).update(ciphertext).digest();
  if (mac.length !== expected.length || !timingSafeEqual(mac, expected)) throw wrongPassword();

  const decipher = createDecipheriv("aes-256-ctr", keys.subarray(0, 32), keys.subarray(64, 80));
  return unpad(Buffer.concat([decipher.update(ciphertext), decipher.final()]));
}

function hex(digits: string): Buffer {
  if (!/^(?:[0-9a-f]{2})+$/i.test(digits)) throw damaged("the vault holds text that is no hexadecimal");
  return Buffer.from(digits, "hex");
}

/** Removes the padding of PKCS #7. */
function unpad(content: Buffer): Uint8Array {
  const padding = content.at(-1) ?? 0;
  if (padding < 1 || padding > 16 || padding > content.length) throw damaged("the vault's padding is wrong");
  return new Uint8Array(content.subarray(0, content.length - padding));
}
