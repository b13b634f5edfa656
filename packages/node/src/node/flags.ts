/**
 * Flags of Node.js for a node: with room for a block's objects in the young generation, or they are copied out of it for
 * nothing (a fifth of the CPU time of a transfer).
 */
export const NODE_FLAGS: readonly string[] = ["--max-semi-space-size=64"];
