/** What a node, miner or validator tells whoever runs it: one JSON object a line with `--json`, else a sentence. */
export interface ProcessEvent {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** Writes one event as a line of JSON. */
export function writeEvent<E extends { readonly event: string }>(event: E): void {
  const line = JSON.stringify(event, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
  process.stdout.write(`${line}\n`);
}

/** Reads events out of a stream of lines; what is no JSON object with an `event` is passed to `other`. */
export function eventReader(
  onEvent: (event: ProcessEvent) => void,
  other: (line: string) => void,
): (chunk: string) => void {
  let rest = "";
  return (chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      const event = parse(line);
      if (event !== undefined) onEvent(event);
      else if (line.trim() !== "") other(line);
    }
  };
}

function parse(line: string): ProcessEvent | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    const isEvent = typeof value === "object" && value !== null && typeof (value as ProcessEvent).event === "string";
    return isEvent ? (value as ProcessEvent) : undefined;
  } catch {
    return undefined;
  }
}
