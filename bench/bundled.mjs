// Measures the programs as they run for users: bundled, where a loader would slow every function it names.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "../packages/myelin/bin/bundle.mjs";

const folder = join(import.meta.dirname, "../node_modules/.cache/myelin-bench");
await bundle({ main: join(import.meta.dirname, "main.ts") }, folder);
await import(pathToFileURL(join(folder, "main.js")).href);
