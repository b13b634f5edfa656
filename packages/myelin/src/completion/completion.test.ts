import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMANDS } from "../commands/index.ts";
import { run } from "../testing.ts";

let folder: string;
const scripts: Record<string, string> = {};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "myelin-completion-"));
  for (const shell of ["bash", "zsh", "fish"]) {
    scripts[shell] = join(folder, shell);
    await writeFile(scripts[shell], (await run("completion", shell)).out);
  }
});
afterAll(() => rm(folder, { recursive: true }));

function has(shell: string): boolean {
  return spawnSync(shell, ["-c", "exit 0"]).status === 0;
}

/** What bash offers behind these words. */
function offered(...words: string[]): string[] {
  const program = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _myelin; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = spawnSync("bash", ["-c", program, "bash", scripts["bash"]!, "myelin", ...words], {
    encoding: "utf8",
    cwd: folder,
  });
  return stdout.split("\n").filter(Boolean);
}

describe.runIf(has("bash"))("bash", () => {
  it("offers all commands, theirs, and options", () => {
    expect(offered("")).toEqual(Object.keys(COMMANDS));
    expect(offered("sub")).toEqual(["subnet"]);
    expect(offered("wallet", "cr")).toEqual(["create"]);
    expect(offered("wallet", "create", "--wo")).toEqual(["--words"]);
    expect(offered("--json", "time", "st")).toEqual(["status", "step"]);
    expect(offered("tx", "System.remark", "--dr")).toEqual(["--dry-run"]);
  });

  it("offers files behind options that take one, and where no command follows", () => {
    expect(offered("node", "--config", "zs")).toEqual(["zsh"]);
    expect(offered("init", "fi")).toEqual(["fish"]);
  });
});

it.each(["bash", "zsh", "fish"])(
  "the script for %s names every command and is sound where the shell is here",
  async (shell) => {
    const { out } = await run("completion", shell);
    for (const name of Object.keys(COMMANDS)) expect(out).toMatch(new RegExp(`\\b${name}\\b`));
    if (has(shell)) expect(spawnSync(shell, ["-n", scripts[shell]!], { encoding: "utf8" }).stderr).toBe("");
  },
);

it("refuses a shell it does not know", async () => {
  expect(await run("completion", "tcsh")).toMatchObject({ code: 2, out: "" });
});
