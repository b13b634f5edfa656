import { defineConfig } from "vitest/config";

/** Tests sit beside the source. Whole-network runs (`e2e/`) take one file at a time: each starts real processes. */
export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["packages/*/src/**/*.test.ts", "scripts/**/*.test.ts", "conformance/**/*.test.ts"],
        },
      },
      {
        extends: true,
        test: { name: "e2e", include: ["e2e/**/*.test.ts"], fileParallelism: false, testTimeout: 180_000 },
      },
    ],
  },
});
