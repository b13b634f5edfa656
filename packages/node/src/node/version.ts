import manifest from "../../package.json" with { type: "json" };

/** Version of this program. */
export const NODE_VERSION: string = manifest.version;
