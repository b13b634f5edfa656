import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../packages/yuma/kernel");

/** SHA-256 of the kernel's source (all files by name) and of each build. */
export function kernelHashes(): Record<string, string> {
  const files = readdirSync(folder).sort();
  const source = createHash("sha256");
  for (const name of files.filter((file) => file.endsWith(".ts"))) {
    source.update(`${name}\n`).update(readFileSync(join(folder, name)));
  }
  const builds = files
    .filter((file) => file.endsWith(".wasm"))
    .map((name): [string, string] => [
      name,
      createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex"),
    ]);
  return { source: source.digest("hex"), ...Object.fromEntries(builds) };
}
