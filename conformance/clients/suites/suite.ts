import type { Outcome } from "../pytest.ts";

/** What is kept of a test. */
export interface Result extends Pick<Outcome, "test" | "outcome" | "reason"> {
  /** Which of its attempts gave it, from 1; the first where it is not said. */
  readonly attempt?: number;
}

/** Tests of a suite that belong together. */
export interface Group {
  readonly name: string;
  readonly title: string;
  /** Files of the suite that hold them, in the order of the report or by a pattern. A file may hold tests of several groups. */
  readonly files: readonly string[] | RegExp;
  /** Whether a test of these files belongs here; all do unless given. */
  holds?(test: string): boolean;
}

/** Tests of Bittensor's own for one of its clients. They are no part of this repository: a user names their source. */
export interface Suite {
  /** As `npm run clients:suite -- NAME` has it; results are kept in `NAME.json`. */
  readonly name: string;
  readonly title: string;
  /** What is run, and how; for the report. */
  readonly about: string;
  /** What the source is, for who names another folder. */
  readonly source: string;
  /** Where the tests lie in the source. */
  readonly folder: string;
  readonly groups: readonly Group[];
  /** Why tests do not pass, in our words. */
  readonly reasons: readonly Reason[];
  /** Runs some of its files, all unless named; each file's results are handed over as they come. */
  run(
    source: string,
    files: readonly string[],
    keep: (file: string, results: readonly Result[]) => void,
  ): Promise<void>;
  /** Files of the suite in the source. */
  list(source: string): readonly string[];
}

export type Reason = readonly [test: RegExp, reason: string];

/** A test's name without its file. */
export function nameOf(test: string): string {
  return test.split("::").pop()!;
}
