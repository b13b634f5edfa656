import { spawnSync } from "node:child_process";

/** Whether this machine has Python 3: tests of programs need one, Myelin does not. */
export const hasPython = spawnSync("python3", ["--version"]).status === 0;
