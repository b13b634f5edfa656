import { type Logger, pino } from "pino";

export type LogLevel = "silent" | "fatal" | "error" | "warn" | "info" | "debug" | "trace";

/** Structured logs, one JSON object a line, on standard error; quiet unless told otherwise. */
export function createLog(log: Logger | LogLevel = "warn"): Logger {
  if (typeof log !== "string") return log;
  return pino({ name: "myelin-node", level: log }, pino.destination({ fd: 2, sync: true }));
}
