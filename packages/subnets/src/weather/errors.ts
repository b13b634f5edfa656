import { MyelinError } from "@myelin/primitives";

/** A file of observations that cannot serve; the message names the line and what is expected. */
export class ArchiveError extends MyelinError {
  constructor(path: string, problem: string, cause?: unknown) {
    super("WEATHER_ARCHIVE", `${path} cannot be used as an archive of weather: ${problem}.`, {
      details: { path },
      cause,
    });
  }
}

/** A revealed season that is not the one its validator committed to, or not the one it asked about. */
export class SeasonError extends MyelinError {
  constructor(message: string, details: Record<string, number | string> = {}) {
    super("WEATHER_SEASON", message, { details });
  }
}
