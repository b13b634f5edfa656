#!/usr/bin/env node
import { bundledProgram } from "./bundle.mjs";

await import(await bundledProgram().catch(translated));

/** Where nothing can be bundled or kept, each source is translated as it is loaded. */
async function translated() {
  const { register } = await import("tsx/esm/api");
  register();
  return "../src/main.ts";
}
