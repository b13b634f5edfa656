#!/usr/bin/env node
import module from "node:module";
import { bundledProgram } from "./bundle.mjs";

// Node.js 22 keeps what it compiled.
module.enableCompileCache?.();
if (process.env.MYELIN_DEBUG) process.setSourceMapsEnabled(true);
await import(await bundledProgram().catch(translated));

/** Where nothing can be bundled or kept, each source is translated as it is loaded. */
async function translated() {
  const { register } = await import("tsx/esm/api");
  register();
  return "../src/main.ts";
}
