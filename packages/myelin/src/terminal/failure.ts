import { CHAIN_HINTS, isDiscarded, poolRefusal } from "./chain-hints.ts";
import { style } from "./style.ts";

/**
 * One sentence on standard error, which with `--json` is a JSON object. A mistake of the user never shows a stack;
 * `MYELIN_DEBUG=1` shows it for defects of the program.
 */
export function reportFailure(error: unknown, json: boolean): void {
  const failure = describe(error);
  if (json) process.stderr.write(`${JSON.stringify({ error: failure })}\n`);
  else process.stderr.write(`${style("red", "error:", process.stderr)} ${failure.message}\n`);
  if (process.env["MYELIN_DEBUG"] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
}

interface Failure {
  readonly code: string;
  readonly message: string;
}

/** The stable code and the sentence of an error. Anything that is no `MyelinError` is a defect, or comes from the system. */
export function describe(error: unknown): Failure {
  if (!(error instanceof Error)) return { code: "UNEXPECTED", message: `Something unexpected happened: ${error}.` };
  const { code } = error as { code?: unknown };
  if (typeof code === "string" && isMyelinError(error)) return { code, message: withHint(error) };
  const system = typeof code === "string" ? SYSTEM_ERRORS[code] : undefined;
  if (system !== undefined) return { code: code as string, message: system((error as NodeJS.ErrnoException).path) };
  return {
    code: "UNEXPECTED",
    message: `Something unexpected happened: ${sentence(error.message)} Run it again with MYELIN_DEBUG=1 to see where.`,
  };
}

/** By shape, so that the package of the error need not be loaded to show one. */
function isMyelinError(error: Error): boolean {
  return "details" in error;
}

/** A refusal of the chain or of its pool names an error; what a user can do about it is told here. */
function withHint(error: Error): string {
  const { name, data } = (error as { details?: { name?: unknown; data?: unknown } }).details ?? {};
  if (isDiscarded(error)) {
    return "The node no longer has the state of that block, only that of its newest ones. Started with --pruning archive it keeps all.";
  }
  const refusal = poolRefusal(data);
  if (refusal !== undefined) return refusal;
  const hint = typeof name === "string" ? CHAIN_HINTS[name] : undefined;
  return hint === undefined ? sentence(error.message) : `${sentence(error.message)} ${hint}`;
}

const SYSTEM_ERRORS: Record<string, (path?: string) => string> = {
  EACCES: (path) => `No permission to use ${path ?? "a file"}. Change its permissions, or choose another place.`,
  EPERM: (path) => `No permission to use ${path ?? "a file"}. Change its permissions, or choose another place.`,
  EROFS: (path) => `${path ?? "The place"} is read-only. Choose another place.`,
  ENOENT: (path) => `There is no ${path ?? "such file"}. Check the path.`,
  ENOTDIR: (path) => `${path ?? "A part of the path"} is not a folder. Choose another place.`,
  EISDIR: (path) => `${path ?? "The path"} is a folder; name a file.`,
  ENOSPC: () => "The disk is full. Free some space and start again; nothing is lost.",
  EMFILE: () => "Too many open files. Raise the limit (ulimit -n) and start again.",
};

/** Begins with a capital letter, unless it begins with a name, as `author_submitExtrinsic`. */
function sentence(message: string): string {
  const first = /^[a-z]+\b(?![.[])/.test(message) ? message.charAt(0).toUpperCase() + message.slice(1) : message;
  return /[.!?)]$/.test(first) ? first : `${first}.`;
}
