/** How the cases of a suite went. */
export interface Tally {
  passed: number;
  failed: number;
}

/** Counts cases and prints those that fail. `difference` is `null` where a case passes. */
export function tally<Case>(
  cases: Iterable<Case>,
  nameOf: (testCase: Case, index: number) => string,
  difference: (testCase: Case) => string | null,
): Tally {
  const result: Tally = { passed: 0, failed: 0 };
  let index = 0;
  for (const testCase of cases) {
    const found = difference(testCase);
    if (found === null) {
      result.passed++;
    } else {
      result.failed++;
      console.log(`${nameOf(testCase, index)}: ${found}`);
    }
    index++;
  }
  return result;
}

/** Path and values of the first place where two plain values differ, or `null`. */
export function firstDifference(expected: unknown, actual: unknown, path = ""): string | null {
  if (Array.isArray(expected) && Array.isArray(actual)) {
    for (let i = 0; i < Math.min(expected.length, actual.length); i++) {
      const found = firstDifference(expected[i], actual[i], `${path}[${i}]`);
      if (found !== null) return found;
    }
    return expected.length === actual.length
      ? null
      : `${path} has ${actual.length} elements, expected ${expected.length}`;
  }
  if (isRecord(expected) && isRecord(actual)) {
    for (const key of Object.keys(expected)) {
      const found = firstDifference(expected[key], actual[key], path === "" ? key : `${path}.${key}`);
      if (found !== null) return found;
    }
    return null;
  }
  return Object.is(expected, actual) ? null : `${path} is ${String(actual)}, expected ${String(expected)}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
