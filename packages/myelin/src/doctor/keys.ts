import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { bad, type Finding, good, warning } from "./check.ts";

/** Rights of group and others. */
const OTHERS = 0o077;

/** Secret keys in a folder of wallets: none may be open to others, and a coldkey should have a password. */
export async function checkKeys(root: string, what: string): Promise<Finding[]> {
  const keys = await secretFiles(root);
  if (keys.length === 0) return [good(what, `no keys in ${root}`)];
  const open = keys.filter(({ mode }) => (mode & OTHERS) !== 0);
  if (open.length > 0 && process.platform !== "win32") {
    return open.map(({ path, mode }) =>
      bad(what, `others can read ${path} (mode ${(mode & 0o777).toString(8)})`, `Run: chmod 600 ${quoted(path)}`),
    );
  }
  return [good(what, `${keys.length} ${keys.length === 1 ? "key" : "keys"} in ${root}, private`)];
}

/** A coldkey owns the funds; without a password whoever gets the file has them. */
export async function checkPasswords(root: string): Promise<Finding[]> {
  const coldkeys = (await secretFiles(root)).filter(({ isColdkey }) => isColdkey);
  const plain: string[] = [];
  for (const { path } of coldkeys) if ((await readFile(path, "latin1")).startsWith("{")) plain.push(path);
  if (plain.length === 0) return [];
  return [
    warning(
      "passwords",
      `${plain.length} of ${coldkeys.length} coldkeys have none: ${plain[0]}${plain.length > 1 ? ", …" : ""}`,
      'For real funds create one with a password: "myelin wallet create".',
    ),
  ];
}

interface SecretFile {
  readonly path: string;
  readonly mode: number;
  readonly isColdkey: boolean;
}

async function secretFiles(root: string): Promise<SecretFile[]> {
  const found: SecretFile[] = [];
  for (const wallet of await names(root)) {
    const hotkeys = (await names(join(root, wallet, "hotkeys"))).filter((name) => !name.endsWith("pub.txt"));
    for (const part of ["coldkey", ...hotkeys.map((name) => join("hotkeys", name))]) {
      const path = join(root, wallet, part);
      const file = await stat(path).catch(() => undefined);
      if (file?.isFile()) found.push({ path, mode: file.mode, isColdkey: part === "coldkey" });
    }
  }
  return found;
}

async function names(folder: string): Promise<string[]> {
  return await readdir(folder).catch(() => []);
}

function quoted(path: string): string {
  return /^[\w./~-]+$/.test(path) ? path : JSON.stringify(path);
}
