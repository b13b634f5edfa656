// Makes one program of the TypeScript sources, kept until one of them changes. Node.js alone takes seconds to find,
// translate and link six hundred modules; a network starts nine processes. Plain JavaScript: it runs before any loader.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = resolve(import.meta.dirname, "../../..");
const PACKAGES = join(ROOT, "packages");
const CACHE = join(ROOT, "node_modules", ".cache", "myelin");
const MANIFEST = "manifest.json";

/** Where each program begins: the command line, the local network for suites, and the threads that they start by their `NAME-start.mjs`. */
export const PROGRAMS = {
  main: join(PACKAGES, "myelin/src/main.ts"),
  localnet: join(ROOT, "bin/localnet.ts"),
  "signature-worker": join(PACKAGES, "node/src/signatures/worker.ts"),
  "learner-worker": join(PACKAGES, "learning/src/learner/worker.ts"),
  "onnx-worker": join(PACKAGES, "models/src/onnx/worker.ts"),
};
/** Left where they are: they load machine code from beside their own files, or are large and loaded by few. */
const EXTERNAL = /^(lmdb|onnxruntime-node|onnxruntime-web|esbuild|@polkadot\/.*)$/;
/** CommonJS packages ask for Node.js's modules by `require`. */
const REQUIRE =
  'import { createRequire as _createRequire } from "node:module"; const require = _createRequire(import.meta.url);';

/** URL of a bundled program, the command line unless told otherwise; made anew where it is missing or older than a source. */
export async function bundledProgram(name = "main") {
  const kept = readManifest();
  const folder = kept !== undefined && isFresh(kept) ? join(CACHE, kept.folder) : await buildProgram();
  return pathToFileURL(join(folder, `${name}.js`)).href;
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
async function buildProgram() {
  const folder = `${Date.now().toString(36)}-${process.pid}`;
  const outdir = join(CACHE, folder);
  keep(folder, await bundle(PROGRAMS, outdir));
  return outdir;
}

/** Bundles TypeScript files, given by the names of the files to make, into a folder; returns the files that went in. */
export async function bundle(entryPoints, outdir) {
  const esbuild = await import("esbuild");
  const { metafile } = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints,
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
    banner: { js: REQUIRE },
    plugins: [externalPackages, sourceLocations],
  });
  await esbuild.stop();
  return Object.keys(metafile.inputs).map((path) => resolve(ROOT, path));
}

function keep(folder, paths) {
  const before = readManifest();
  const all = [...paths, import.meta.filename, join(ROOT, "package-lock.json")];
  const inputs = Object.fromEntries(all.map((path) => [path, stampOf(path)]));
  const draft = join(CACHE, `${folder}.json`);
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(draft, JSON.stringify({ root: ROOT, folder, previous: before?.folder, inputs }));
  renameSync(draft, join(CACHE, MANIFEST));
  // A program that runs may still load a part of the one before; that one goes when the next comes.
  if (before?.previous !== undefined) rmSync(join(CACHE, before.previous), { recursive: true, force: true });
}

const externalPackages = {
  name: "external packages",
  setup(build) {
    build.onResolve({ filter: EXTERNAL }, ({ path, importer, kind }) => {
      const file = fileURLToPath(import.meta.resolve(path, pathToFileURL(importer)));
      return { path: kind === "require-call" ? file : pathToFileURL(file).href, external: true };
    });
  },
};

/** Sources find files beside them: `import.meta` goes on to mean the source, and a thread's start its bundled program. */
const sourceLocations = {
  name: "source locations",
  setup(build) {
    build.onLoad({ filter: /\.m?[jt]s$/ }, ({ path }) => {
      if (path.includes("node_modules")) return undefined;
      const source = readFileSync(path, "utf8");
      return { contents: source.includes("import.meta") ? located(source, path) : source, loader: "ts" };
    });
  },
};

const THREAD = /new URL\("\.\/worker-start\.mjs", import\.meta\.url\)/g;
const META = /import\.meta\.(url|dirname|filename)\b/g;

function located(source, path) {
  const thread = Object.entries(PROGRAMS).find(([, entry]) => dirname(entry) === dirname(path))?.[0];
  const meta = { url: pathToFileURL(path).href, dirname: dirname(path), filename: path };
  return source
    .replace(THREAD, (whole) => (thread === undefined ? whole : `new URL("./${thread}.js", import.meta["url"])`))
    .replace(META, (_, name) => JSON.stringify(meta[name]));
}
