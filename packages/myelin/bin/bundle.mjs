// Makes one program of the TypeScript sources, kept until one of them changes. Node.js alone takes seconds to find,
// translate and link six hundred modules; a network starts nine processes. Plain JavaScript: it runs before any loader.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = resolve(import.meta.dirname, "../../..");
const PACKAGES = join(ROOT, "packages");
const CACHE = join(ROOT, "node_modules", ".cache", "myelin");
const MANIFEST = "manifest.json";

/** Where each program begins: the command line, and the threads that it starts by their `NAME-start.mjs`. */
const ENTRIES = {
  main: join(PACKAGES, "myelin/src/main.ts"),
  "signature-worker": join(PACKAGES, "node/src/signatures/worker.ts"),
  "learner-worker": join(PACKAGES, "learning/src/learner/worker.ts"),
};
/** They load machine code from beside their own files. */
const NATIVE = /^(lmdb|onnxruntime-node|onnxruntime-web)$/;

/** The bundled command line, made anew where it is missing or older than a source. */
export async function bundledProgram() {
  const kept = readManifest();
  if (kept !== undefined && isFresh(kept)) return join(CACHE, kept.folder, "main.js");
  return join(await build(), "main.js");
}

function readManifest() {
  try {
    return JSON.parse(readFileSync(join(CACHE, MANIFEST), "utf8"));
  } catch {
    return undefined;
  }
}

function isFresh({ root, folder, inputs }) {
  if (root !== ROOT || !existsSync(join(CACHE, folder))) return false;
  return Object.entries(inputs).every(([path, stamp]) => stampOf(path) === stamp);
}

function stampOf(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && `${stat.mtimeMs}/${stat.size}`;
}

/** Several processes may build at once: each in a folder of its own, and the last to end is kept. */
async function build() {
  const esbuild = await import("esbuild");
  const folder = `${Date.now().toString(36)}-${process.pid}`;
  const outdir = join(CACHE, folder);
  const { metafile } = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: ENTRIES,
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    sourcemap: "linked",
    sourcesContent: false,
    metafile: true,
    logLevel: "silent",
    // CommonJS packages ask for Node.js's modules by `require`.
    banner: {
      js: 'import { createRequire as _createRequire } from "node:module"; const require = _createRequire(import.meta.url);',
    },
    plugins: [nativePackages, sourceLocations],
  });
  keep(folder, [...Object.keys(metafile.inputs).map((path) => resolve(ROOT, path)), import.meta.filename]);
  return outdir;
}

function keep(folder, paths) {
  const before = readManifest();
  const inputs = Object.fromEntries([...paths, join(ROOT, "package-lock.json")].map((path) => [path, stampOf(path)]));
  const draft = join(CACHE, `${folder}.json`);
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(draft, JSON.stringify({ root: ROOT, folder, previous: before?.folder, inputs }));
  renameSync(draft, join(CACHE, MANIFEST));
  // A program that runs may still load a part of the one before; that one goes when the next comes.
  if (before?.previous !== undefined) rmSync(join(CACHE, before.previous), { recursive: true, force: true });
}

const nativePackages = {
  name: "native packages",
  setup(build) {
    build.onResolve({ filter: NATIVE }, ({ path, importer, kind }) => {
      const file = fileURLToPath(import.meta.resolve(path, pathToFileURL(importer)));
      return { path: kind === "require-call" ? file : pathToFileURL(file).href, external: true };
    });
  },
};

/** Sources find files beside them: `import.meta` goes on to mean the source, and a thread's start its bundled program. */
const sourceLocations = {
  name: "source locations",
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      if (!path.startsWith(PACKAGES)) return undefined;
      const source = readFileSync(path, "utf8");
      return { contents: source.includes("import.meta") ? located(source, path) : source, loader: "ts" };
    });
  },
};

const THREAD = /new URL\("\.\/worker-start\.mjs", import\.meta\.url\)/g;

function located(source, path) {
  const thread = Object.entries(ENTRIES).find(([, entry]) => dirname(entry) === dirname(path))?.[0];
  return source
    .replace(THREAD, (whole) => (thread === undefined ? whole : `new URL("./${thread}.js", import.meta["url"])`))
    .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href))
    .replaceAll("import.meta.dirname", JSON.stringify(dirname(path)))
    .replaceAll("import.meta.filename", JSON.stringify(path));
}
