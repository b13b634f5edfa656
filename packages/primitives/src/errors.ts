/**
 * The base of every error Myelin raises on purpose.
 *
 * `code` is stable and meant for programs (`"SS58_CHECKSUM"`); the message is meant for people and says what to do.
 * `details` holds plain data about the failure and never any secret.
 *
 * @example
 * ```ts
 * try {
 *   decodeAddress(input);
 * } catch (error) {
 *   if (error instanceof MyelinError) console.error(`${error.code}: ${error.message}`);
 * }
 * ```
 */
export class MyelinError extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: string, message: string, options: { details?: Record<string, unknown>; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.details = options.details;
  }
}
