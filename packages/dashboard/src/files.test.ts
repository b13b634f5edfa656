import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dashboardFiles } from "./files.ts";

const repository = join(import.meta.dirname, "../../..");
const built = join(import.meta.dirname, "../page/sources.json");

describe("the built page", () => {
  it("is built from the sources as they are (npm run build:page)", () => {
    const recorded = JSON.parse(readFileSync(built, "utf8")) as Record<string, string>;
    const changed = Object.entries(recorded).filter(([path, hash]) => hashOf(join(repository, path)) !== hash);
    expect(changed.map(([path]) => path)).toEqual([]);
    expect(Object.keys(recorded)).toContain("packages/dashboard/src/web/main.tsx");
  });

  it("is served whole: what the entry names is there", () => {
    const file = dashboardFiles();
    const entry = new TextDecoder().decode(file("/")!.body);
    const named = [...entry.matchAll(/(?:src|href)="\.(\/[^"]+)"/g)].map(([, path]) => path!);
    expect(named.length).toBeGreaterThan(2);
    for (const path of named) expect(file(path), path).toBeDefined();
    expect(file("/index.html")).toBe(file("/"));
  });

  it("asks no other machine for anything, and runs no script of others", () => {
    const file = dashboardFiles();
    const { policy, body } = file("/")!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe-inline");
    expect(new TextDecoder().decode(body)).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  it("keeps its build notes and anything above it to itself", () => {
    const file = dashboardFiles();
    for (const path of ["/sources.json", "/../package.json", "/assets", "/assets/../index.html"]) {
      expect(file(path)).toBeUndefined();
    }
  });
});

function hashOf(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  return createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 16);
}
