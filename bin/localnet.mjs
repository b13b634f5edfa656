import module from "node:module";
import { bundledProgram } from "../packages/myelin/bin/bundle.mjs";

// Bundled and, from Node.js 22 on, kept as compiled: suites start a chain for each of their tests.
module.enableCompileCache?.();
await import(await bundledProgram("localnet").catch(translated));

/** Where nothing can be bundled or kept, each source is translated as it is loaded. */
async function translated() {
  const { register } = await import("tsx/esm/api");
  register();
  return "./localnet.ts";
}
