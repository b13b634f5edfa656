import { expect, it } from "vitest";
import { temporaryFolder } from "../state/testing.ts";
import { crashAgainAndAgain } from "../testing/crash.ts";

it("loses no block that was committed when it is killed under load", { timeout: 120_000 }, async () => {
  const { dir, dispose } = temporaryFolder();
  try {
    const report = await crashAgainAndAgain({ dir, kills: 3 });
    expect(report.blocks).toBeGreaterThan(0);
    expect(report.extrinsics).toBeGreaterThan(report.blocks);
  } finally {
    dispose();
  }
});
