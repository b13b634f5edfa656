import { MyelinError } from "@myelin/primitives/errors";

/** Codes: `KERNEL_NOT_LOADED`, `KERNEL_UNREADABLE`. */
export class KernelError extends MyelinError {}

/** Both builds of the one source in `kernel/`, best first. */
const BUILDS = {
  simd: new URL("../kernel/epoch-simd.wasm", import.meta.url),
  scalar: new URL("../kernel/epoch-scalar.wasm", import.meta.url),
};
export type KernelBuild = keyof typeof BUILDS;

let loaded: WebAssembly.Module | undefined;

/** The kernel for this machine: the build with vector instructions where the engine has them. */
export function kernelModule(): WebAssembly.Module {
  loaded ??= new WebAssembly.Module(usable(readBuild("simd")) ?? readBuild("scalar"));
  return loaded;
}

/** One build, compiled. Needs a file system. */
export function compileBuild(build: KernelBuild): WebAssembly.Module {
  return new WebAssembly.Module(readBuild(build));
}

/**
 * Loads the kernel where files cannot be read, as in a browser; needed once, before the first epoch.
 *
 * @param fetchBuild how to get a build; by default with `fetch` from beside this module
 * @throws {KernelError} `KERNEL_UNREADABLE`
 */
export async function loadKernel(fetchBuild: (build: KernelBuild) => Promise<BufferSource> = fetchBeside) {
  loaded ??= await WebAssembly.compile(usable(await fetchBuild("simd")) ?? (await fetchBuild("scalar")));
}

function usable<T extends BufferSource>(bytes: T): T | undefined {
  return WebAssembly.validate(bytes) ? bytes : undefined;
}

function readBuild(build: KernelBuild): Uint8Array<ArrayBuffer> {
  const files = globalThis.process?.getBuiltinModule?.("node:fs");
  if (files === undefined) {
    throw new KernelError("KERNEL_NOT_LOADED", "the epoch kernel is not loaded; await loadKernel() once before");
  }
  return new Uint8Array(files.readFileSync(BUILDS[build]));
}

async function fetchBeside(build: KernelBuild): Promise<ArrayBuffer> {
  const response = await fetch(BUILDS[build]);
  if (!response.ok) {
    const message = `cannot load the epoch kernel from ${BUILDS[build]}: ${response.status}; serve the file there`;
    throw new KernelError("KERNEL_UNREADABLE", message);
  }
  return response.arrayBuffer();
}
