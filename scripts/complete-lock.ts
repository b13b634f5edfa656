/**
 * `npm run lock [-- FOLDER]`: makes package-lock.json afresh, the repository's or that of a folder, for every platform.
 *
 * npm writes only those optional packages into the lock that its registry serves; a mirror that holds one platform leaves
 * the others out, and `npm ci` then refuses the lock. This adds an entry for each optional package that is missing, with
 * the platform its name tells, so that the lock installs anywhere. It prints what it added.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

interface Entry {
  version?: string;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  dev?: boolean;
  optionalDependencies?: Record<string, string>;
}

const OS = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const OS_WORDS: Record<string, string> = { linuxmusl: "linux", windows: "win32", mac: "darwin", win: "win32" };
const CPU = ["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"];

const repository = join(import.meta.dirname, "..");
const root = process.argv[2] === undefined ? repository : resolve(process.argv[2]);
const lock = freshLock();
const added: string[] = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, wanted] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isResolved(path, name)) continue;
    lock.packages[`node_modules/${name}`] = absent(name, wanted, entry.dev ?? false);
    added.push(`${name}@${wanted}`);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
writeFileSync(join(root, "package-lock.json"), `${JSON.stringify(lock, null, 2)}\n`);
for (const line of added) console.log(`added ${line}`);
console.log(`${added.length} optional packages added`);

/** What npm makes of the manifests alone: with `node_modules` beside them it would copy what happens to be installed. */
function freshLock(): { packages: Record<string, Entry> } {
  const folder = mkdtempSync(join(tmpdir(), "myelin-lock-"));
  try {
    const names = root === repository ? readdirSync(join(root, "packages")) : [];
    const packages = names.map((name) => join("packages", name, "package.json"));
    cpSync(join(repository, ".npmrc"), join(folder, ".npmrc"));
    for (const manifest of ["package.json", ...packages]) cpSync(join(root, manifest), join(folder, manifest));
    const made = spawnSync("npm", ["install", "--package-lock-only"], { cwd: folder, stdio: "inherit" });
    if (made.status !== 0) process.exit(1);
    return JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Node's rule: the nearest `node_modules` on the way up. */
function isResolved(path: string, name: string): boolean {
  for (let at = path; ; at = at.includes("/node_modules/") ? at.slice(0, at.lastIndexOf("/node_modules/")) : "") {
    if (lock.packages[`${at === "" ? "" : `${at}/`}node_modules/${name}`] !== undefined) return true;
    if (at === "") return false;
  }
}

function absent(name: string, wanted: string, dev: boolean): Entry {
  const words = name.split(/[-/_.]/);
  const os = words.map((word) => OS_WORDS[word] ?? word).find((word) => OS.includes(word));
  const cpu = words.find((word) => CPU.includes(word));
  return {
    version: wanted.replace(/^[\^~]/, ""),
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(dev ? { dev: true } : {}),
    optional: true,
    // A package without a platform in its name is one this machine could not get: it fits none.
    os: [os ?? (name === "fsevents" ? "darwin" : "none")],
  };
}
