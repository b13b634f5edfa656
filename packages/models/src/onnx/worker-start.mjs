// Loads the TypeScript of the model's thread: Node 20 does not hand the main thread's loader to workers.
import { register } from "tsx/esm/api";

register();
await import("./worker.ts");
