import type { LanguageEvent } from "@myelin/subnets";
import { describe } from "../processes/describe.ts";
import { style } from "../terminal/style.ts";
import { inlineText, safe } from "../values/text.ts";
import type { Plain } from "../values/write.ts";

/** A line of a log as an object: the event it holds, or its text. */
export function parseLine(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Not an event: words of the process.
  }
  return { text: line };
}

/** A line of a log for people. */
export function lineText(line: string): string {
  const { time, text, error, ...event } = parseLine(line);
  const clock = typeof time === "string" ? style("dim", `${new Date(time).toTimeString().slice(0, 8)} `) : "";
  if (typeof text === "string" && event["event"] === undefined) return safe(text);
  if (typeof error === "object" && error !== null) {
    return `${style("red", "error:")} ${safe(String((error as { message?: unknown }).message))}`;
  }
  return `${clock}${safe(eventText(event))}`;
}

function eventText(event: Record<string, unknown>): string {
  const sentence = sentenceOf(event as unknown as LanguageEvent);
  if (sentence !== undefined) return sentence;
  const { event: name, ...fields } = event;
  return [
    String(name),
    ...Object.entries(fields).map(
      ([key, value]) => `${key}=${typeof value === "object" ? inlineText(value as Plain) : String(value)}`,
    ),
  ].join(" ");
}

/** An event of an older version may lack what its sentence needs; its fields are shown then. */
function sentenceOf(event: LanguageEvent): string | undefined {
  try {
    return describe(event);
  } catch {
    return undefined;
  }
}
