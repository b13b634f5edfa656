import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kernelHashes } from "./kernel-hashes.ts";

test("the committed kernel was built from the committed source", () => {
  const noted = readFileSync(join(import.meta.dirname, "../packages/yuma/kernel/hashes.json"), "utf8");
  // After a change of the source: npm run build:kernel.
  expect(JSON.parse(noted)).toEqual(kernelHashes());
});
