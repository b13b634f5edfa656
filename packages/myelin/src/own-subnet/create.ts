import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { CliError } from "../terminal/errors.ts";

/** The checkout that this program belongs to: the packages that a new subnet links to are there, for no registry has them. */
const CHECKOUT = resolve(import.meta.dirname, "../../../..");
const TEMPLATE = join(import.meta.dirname, "template");
const NAME = /^[a-z][a-z0-9-]{0,39}$/;

/** Files of the template, by the name they get. The test is named otherwise here, for it is no test of this repository. */
const FILES: Readonly<Record<string, string>> = {
  "task.ts": "task.ts",
  "miner.ts": "miner.ts",
  "validator.ts": "validator.ts",
  "subnet.test.ts": "subnet-test.ts",
  "README.md": "README.md",
};

export interface CreatedSubnet {
  readonly folder: string;
  readonly files: readonly string[];
}

/** Writes the folder of a new subnet. @throws {CliError} CLI_BAD_INPUT for a bad name, or a folder in which something is. */
export async function createSubnet(name: string, dir = name): Promise<CreatedSubnet> {
  if (!NAME.test(name)) {
    throw new CliError(
      "CLI_BAD_INPUT",
      `"${name}" is no name for a subnet: take small letters, digits and hyphens, a letter first, 40 at most.`,
    );
  }
  const folder = resolve(dir);
  await mkdir(folder, { recursive: true }).catch((error) => {
    throw error.code === "EEXIST" ? taken(folder) : error;
  });
  if ((await readdir(folder)).length > 0) throw taken(folder);
  const contents: Record<string, string> = {
    "package.json": json(packageOf(name)),
    "tsconfig.json": json(TSCONFIG),
    ".gitignore": "node_modules\n",
  };
  for (const [file, source] of Object.entries(FILES)) {
    contents[file] = (await readFile(join(TEMPLATE, source), "utf8")).replaceAll("{{name}}", name);
  }
  for (const [file, text] of Object.entries(contents)) await writeFile(join(folder, file), text, { flag: "wx" });
  return { folder, files: Object.keys(contents) };
}

function taken(folder: string): CliError {
  return new CliError(
    "CLI_BAD_INPUT",
    `${folder} is there already, and nothing was changed. Choose another name, or another folder with --dir.`,
  );
}

function packageOf(name: string): object {
  const link = (path: string) => `file:${join(CHECKOUT, path)}`;
  return {
    name,
    version: "0.1.0",
    private: true,
    type: "module",
    engines: { node: ">=20.19" },
    scripts: {
      test: "node --import tsx --test subnet.test.ts",
      typecheck: "tsc --noEmit",
      miner: "myelin subnet run miner",
      validator: "myelin subnet run validator",
    },
    dependencies: {
      "@myelin/subnets": link("packages/subnets"),
      myelin: link("packages/myelin"),
      tsx: link("node_modules/tsx"),
    },
    devDependencies: {
      "@types/node": link("node_modules/@types/node"),
      typescript: link("node_modules/typescript"),
    },
  };
}

const TSCONFIG = {
  compilerOptions: {
    target: "es2023",
    lib: ["es2023", "dom"],
    module: "nodenext",
    types: ["node"],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    erasableSyntaxOnly: true,
    allowImportingTsExtensions: true,
  },
  include: ["*.ts"],
};

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
