/**
 * The chain's configuration, visible to every pallet as `ctx.config`.
 *
 * The frame knows none of its fields. The runtime package adds them by declaration merging:
 *
 * ```ts
 * declare module "@myelin/frame/config" {
 *   interface Config extends RuntimeConfig {}
 * }
 * ```
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the runtime through declaration merging
export interface Config {}
