import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const repository = resolve(import.meta.dirname, "../..");

/** Writes down which of the repository's files are in the page, and their hashes: a test tells when it has to be built again. */
function sources(): Plugin {
  return {
    name: "sources",
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
      const kernels = Object.values(bundle).flatMap((file) => (file.type === "asset" ? file.originalFileNames : []));
      const files = [
        ...modules,
        ...kernels.filter(isWasm).map(fromHere),
        ...styles(),
        resolve(import.meta.dirname, "index.html"),
      ]
        .filter((id) => !id.startsWith("\0"))
        .map((id) => relative(repository, id.split("?")[0]!))
        .filter((path) => path.startsWith("packages/") && !path.includes("node_modules"));
      const hashes = [...new Set(files)].sort().map((path) => {
        const hash = createHash("sha256").update(readFileSync(resolve(repository, path)));
        return [path, hash.digest("hex").slice(0, 16)];
      });
      const source = `${JSON.stringify(Object.fromEntries(hashes), null, 1)}\n`;
      this.emitFile({ type: "asset", fileName: "sources.json", source });
      const font = readFileSync(resolve(repository, "node_modules/@fontsource-variable/inter/LICENSE"), "utf8");
      this.emitFile({ type: "asset", fileName: "licenses/inter.txt", source: font });
    },
  };
}

/** Assets are named relative to the page's root. */
const fromHere = (path: string) => resolve(import.meta.dirname, path);
const isWasm = (path: string) => path.endsWith(".wasm");

/** Style sheets import each other without becoming modules. */
function styles(): string[] {
  const folder = resolve(import.meta.dirname, "src/web/styles");
  return readdirSync(folder).map((name) => resolve(folder, name));
}

/** The page is built by its authors and committed: nobody who runs a network builds anything. */
export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [react(), sources()],
  build: {
    outDir: "page",
    emptyOutDir: true,
    target: "es2023",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // Nearly all of it is needed to show the first block.
    chunkSizeWarningLimit: 700,
    license: { fileName: "licenses/scripts.md" },
  },
});
