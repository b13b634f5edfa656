import { defineConfig } from "vitest/config";

/** `npm run test:browser`: the page in a real Chromium, against real nodes. One file at a time: each starts both. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["browser/**/*.test.ts"],
    pool: "forks",
    execArgv: ["--import", "tsx"],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
