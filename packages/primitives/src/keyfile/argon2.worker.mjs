// Runs Argon2i in a worker thread: it takes seconds and 512 MiB. Plain JavaScript, so that it starts without a loader.
import { parentPort, workerData } from "node:worker_threads";
import { argon2i } from "hash-wasm";

parentPort.postMessage(await argon2i(workerData));
