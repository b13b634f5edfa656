import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { developmentNetworkPage } from "./development-network.ts";

it("the page of development choices says what the runtime does (npm run docs writes it)", () => {
  const page = readFileSync(new URL("../docs/development-network.md", import.meta.url), "utf8");
  expect(page).toBe(developmentNetworkPage());
});
