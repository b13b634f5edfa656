/** What a check found. A warning lets everything work, but not as well as it could. */
export interface Finding {
  readonly check: string;
  readonly state: "good" | "warning" | "bad";
  readonly found: string;
  /** What to do about it; absent where all is good. */
  readonly cure?: string;
}

export function good(check: string, found: string): Finding {
  return { check, state: "good", found };
}

export function warning(check: string, found: string, cure: string): Finding {
  return { check, state: "warning", found, cure };
}

export function bad(check: string, found: string, cure: string): Finding {
  return { check, state: "bad", found, cure };
}
