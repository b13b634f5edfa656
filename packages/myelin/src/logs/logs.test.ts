import { appendFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../testing.ts";
import { lineText } from "./line.ts";
import { lastLines, newLines } from "./tail.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "myelin-logs-"));
  await mkdir(join(folder, "logs"));
  const lines = [
    '{"time":"2026-01-02T03:04:05.000Z","event":"registered","uid":3}',
    "words of the process",
    '{"time":"2026-01-02T03:04:06.000Z","event":"served","ip":"127.0.0.1","port":8091}',
  ];
  await writeFile(join(folder, "logs", "miner-gpt.log"), `${lines.join("\n")}\n`);
  await writeFile(join(folder, "logs", "node.log"), "");
});
afterAll(() => rm(folder, { recursive: true }));

describe("logs", () => {
  it("lists them, and shows the last lines of one as sentences", async () => {
    expect((await run("logs", "--dir", folder)).out).toMatch(/miner-gpt[\s\S]*node/);
    const { code, out } = await run("logs", "miner-gpt", "--lines", "2", "--dir", folder);
    expect(code).toBe(0);
    expect(out).toMatch(/^words of the process\n\d\d:\d\d:\d\d Serves on 127\.0\.0\.1:8091\.\n$/);
  });

  it("keeps the events for programs", async () => {
    const { out } = await run("logs", "miner-gpt", "--lines", "1", "--dir", folder, "--json");
    expect(JSON.parse(out)).toMatchObject({ log: "miner-gpt", event: "served", port: 8091 });
  });

  it("suggests a name, and says where there are none", async () => {
    expect((await run("logs", "miner-gtp", "--dir", folder)).err).toContain("Did you mean miner-gpt?");
    expect((await run("logs", "--dir", join(folder, "nowhere"))).err).toContain("No logs in");
  });

  it("does not let a line steer the terminal", () => {
    expect(lineText("\u001b[2Jgone")).toBe("\\u{1b}[2Jgone");
  });
});

it("new lines are read as they are written, in parts and after the file began anew", async () => {
  const path = join(folder, "growing.log");
  await writeFile(path, "old\nhal");
  const { lines, place } = await lastLines(path, 10);
  expect(lines).toEqual(["old"]);
  const stop = new AbortController();
  const seen: string[] = [];
  const done = (async () => {
    for await (const line of newLines(path, place, stop.signal)) {
      seen.push(line);
      if (line === "half") await writeFile(path, "anew\n");
      if (line === "anew") stop.abort();
    }
  })();
  await appendFile(path, "f\n");
  await done;
  expect(seen).toEqual(["half", "anew"]);
});
