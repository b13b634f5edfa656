/**
 * `npm run conformance -- metadata [FILE]`: what clients can see of our runtime, against the chain's.
 *
 * Without a file: the names and indices of spec 425, then the synthetic and the recorded blob. With a file: that blob
 * (hex text or bytes, plain or gzip). Differences that are rows of `metadata-decisions.ts` are listed with their reason;
 * anything else fails.
 */
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { decodeMetadata, type MetadataDescription } from "@myelin/frame";
import { fromHex } from "@myelin/primitives/hex";
import { createMyelinRuntime, defaultConfig } from "@myelin/runtime";
import { type Items, itemsOf } from "./metadata-model.ts";
import { namedItems } from "./metadata-names.ts";
import { MetadataReport } from "./metadata-report.ts";
import type { Tally } from "./tally.ts";
import { readVectorFile, VectorFileError } from "./vector-file.ts";

const SYNTHETIC = new URL("vectors/synthetic-425-metadata-v15.hex.gz", import.meta.url);
const RECORDED = new URL("vectors/finney-metadata-v15.hex.gz", import.meta.url);

export async function run([file]: string[]): Promise<Tally> {
  const metadata = decodeMetadata(createMyelinRuntime(defaultConfig).metadata(15)).value;
  const names = namedItems(
    await readVectorFile(undefined, "names-425.json"),
    await readVectorFile(undefined, "indices-425.json"),
  );
  const sources = [
    { name: "names of 425", items: names, complete: false },
    { name: "synthetic 425", items: await readBlob(SYNTHETIC), complete: true },
    { name: "recorded 393", items: await readBlob(RECORDED), complete: true },
  ];
  if (file !== undefined) sources.push({ name: file, items: await readBlob(file), complete: true });
  const report = new MetadataReport(itemsOf(metadata), sources);
  report.note("the first type", firstTypeProblem(metadata));
  if (file !== undefined) report.compare(sources.length - 1);
  else {
    for (const source of sources.keys()) report.compare(source);
    report.compareExtra(0);
    report.checkDecisionsUsed();
  }
  return report.close();
}

function firstTypeProblem({ lookup }: MetadataDescription): string | undefined {
  const path = lookup[0]?.path.join("::");
  return path === "sp_core::crypto::AccountId32" ? undefined : `type 0 is ${path}`;
}

async function readBlob(file: string | URL): Promise<Items> {
  try {
    const bytes = await readFile(file);
    const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
    const text = plain.toString("latin1").trim();
    const isHex = /^(0x)?[0-9a-f]+$/i.test(text);
    const blob = isHex ? fromHex(text.startsWith("0x") ? text : `0x${text}`) : new Uint8Array(plain);
    return itemsOf(decodeMetadata(blob).value);
  } catch (cause) {
    const advice = "give metadata V14, V15 or V16 as hex or bytes, plain or gzip";
    throw new VectorFileError("VECTOR_FILE_UNREADABLE", `cannot read metadata from ${file}: ${advice}`, { cause });
  }
}
