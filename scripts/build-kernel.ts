/**
 * `npm run build:kernel [-- --check]`: compiles the epoch kernel, with and without vector instructions, and notes the
 * hashes of its source and of both builds, which a test compares with what is in the repository. With `--check` nothing
 * is written, and the exit code is 1 if a build differs from the committed one.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kernelHashes } from "./kernel-hashes.ts";

const root = join(import.meta.dirname, "..");
const folder = join(root, "packages/yuma/kernel");
const compiler = join(root, "node_modules/assemblyscript/bin/asc.js");
const BUILDS = { "epoch-simd.wasm": ["--enable", "simd"], "epoch-scalar.wasm": [] };
/** No runtime, no imports: the kernel is nothing but arithmetic on its own memory. */
const OPTIONS = ["-O3", "--converge", "--noAssert", "--runtime", "stub", "--use", "abort="];

const isCheck = process.argv.includes("--check");
const target = isCheck ? mkdtempSync(join(tmpdir(), "kernel-")) : folder;
for (const [name, options] of Object.entries(BUILDS)) {
  const args = [compiler, join(folder, "epoch.ts"), ...OPTIONS, ...options, "-o", join(target, name)];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(1);
}
if (isCheck) {
  const differing = Object.keys(BUILDS).filter(
    (name) => !readFileSync(join(target, name)).equals(readFileSync(join(folder, name))),
  );
  rmSync(target, { recursive: true });
  console.log(
    differing.length === 0 ? "the builds equal the source" : `differ from the source: ${differing.join(", ")}`,
  );
  process.exitCode = differing.length === 0 ? 0 : 1;
} else {
  writeFileSync(join(folder, "hashes.json"), `${JSON.stringify(kernelHashes(), null, 2)}\n`);
}
