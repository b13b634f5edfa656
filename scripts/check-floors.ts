/**
 * `npm run floors`: a package imports only from floors below it, names what it imports in its own package.json,
 * and no import circle exists between files. The floors stand in each package.json under `myelin.floor`.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

interface Package {
  name: string;
  folder: string;
  floor: number;
  dependencies: Set<string>;
}

const root = resolve(import.meta.dirname, "..");
const packages = readPackages();
const byName = new Map(packages.map((p) => [p.name, p]));
const problems: string[] = [];
const graph = new Map<string, string[]>();

for (const pkg of packages) {
  for (const file of sourceFiles(join(pkg.folder, "src"))) {
    graph.set(file, importsOf(file, pkg));
  }
}
for (const circle of findCircles(graph)) {
  problems.push(`circle: ${circle.map((f) => relative(root, f)).join(" -> ")}`);
}

for (const problem of problems) console.error(problem);
console.log(`floors: ${graph.size} files in ${packages.length} packages, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);

function readPackages(): Package[] {
  return readdirSync(join(root, "packages")).map((entry) => {
    const folder = join(root, "packages", entry);
    const json = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return {
      name: json.name,
      folder,
      floor: json.myelin.floor,
      dependencies: new Set(Object.keys({ ...json.dependencies, ...json.optionalDependencies })),
    };
  });
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

/** Checks the imports of one file and returns the files of this repository that it loads at run time. */
function importsOf(file: string, pkg: Package): string[] {
  const isTest = /\.(test|bench)\.tsx?$|[/\\]testing[/\\]/.test(file);
  const found: string[] = [];
  const pattern = /^\s*(?:import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"/gm;
  for (const [, typeOnly, specifier] of readFileSync(file, "utf8").matchAll(pattern)) {
    if (specifier.startsWith(".")) {
      if (typeOnly === undefined) found.push(resolve(dirname(file), specifier));
      if (relative(pkg.folder, resolve(dirname(file), specifier)).startsWith("..")) {
        problems.push(`${relative(root, file)}: reaches into another package by path: ${specifier}`);
      }
      continue;
    }
    const target = byName.get(packageName(specifier));
    if (target === undefined || target === pkg) continue;
    if (target.floor >= pkg.floor) {
      problems.push(`${relative(root, file)}: floor ${pkg.floor} imports ${target.name} of floor ${target.floor}`);
    }
    if (!pkg.dependencies.has(target.name) && !isTest) {
      problems.push(`${relative(root, file)}: ${target.name} is not among the dependencies of ${pkg.name}`);
    }
  }
  return found;
}

function packageName(specifier: string): string {
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0];
}

/** Depth-first search; each circle is reported once, from the file where it closes. */
function findCircles(edges: Map<string, string[]>): string[][] {
  const done = new Set<string>();
  const path: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string): void => {
    const at = path.indexOf(file);
    if (at >= 0) {
      circles.push([...path.slice(at), file]);
      return;
    }
    if (done.has(file)) return;
    path.push(file);
    for (const next of edges.get(file) ?? []) visit(next);
    path.pop();
    done.add(file);
  };
  for (const file of [...edges.keys()].sort()) visit(file);
  return circles;
}
