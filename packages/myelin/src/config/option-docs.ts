import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { defaultConfig, type RuntimeConfig } from "@myelin/runtime/config";

type Option = keyof RuntimeConfig;

/** A group of options of a chain, with what each means and its unit. */
export interface OptionGroup {
  readonly title: string;
  readonly options: readonly { readonly name: Option; readonly means: string }[];
}

const GROUP = /^ {2}\/\/ (.*)$/;
const MEANING = /^ {2}\/\*\* (.*) \*\/$/;
const END = "};";
const OPTION = /^ {2}(\w+): /;

/** The options in the order of their source, `packages/runtime/src/config.ts`: their comments there are their description. */
export function optionGroups(): OptionGroup[] {
  const path = createRequire(import.meta.url).resolve("@myelin/runtime/config");
  const groups: { title: string; options: { name: Option; means: string }[] }[] = [];
  let means = "";
  for (const line of readFileSync(path, "utf8").split("\n")) {
    if (line === END && groups.length > 0) break;
    const title = GROUP.exec(line)?.[1];
    if (title !== undefined) groups.push({ title: title.replace(/ \(`.*`\)$/, ""), options: [] });
    means = MEANING.exec(line)?.[1] ?? means;
    const name = OPTION.exec(line)?.[1];
    if (name === undefined || !Object.hasOwn(defaultConfig, name)) continue;
    groups.at(-1)?.options.push({ name: name as Option, means: means.replace(/\{@link (\w+)\}/g, "$1") });
    means = "";
  }
  return groups;
}
