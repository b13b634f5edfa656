import { join } from "node:path";
import { defineConfig } from "vitest/config";

const here = import.meta.dirname;

/** One file after the other, as moonwall runs them: they share a network. */
export default defineConfig({
  resolve: {
    alias: {
      // The repository has version 2 by its own name, and version 1, which the suites use, by this.
      "papi-1": "polkadot-api",
      "@moonwall/cli": join(here, "moonwall-cli.ts"),
      "@moonwall/util": join(here, "moonwall-util.ts"),
      "@zombienet/utils": join(here, "zombienet-utils.ts"),
      "@polkadot-api/descriptors": join(here, ".papi/descriptors/dist/index.mjs"),
    },
  },
  test: { fileParallelism: false, testTimeout: 600_000, hookTimeout: 600_000, include: ["**/*.ts"] },
});
