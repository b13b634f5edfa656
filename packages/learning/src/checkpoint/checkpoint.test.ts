import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkpointPath, listCheckpoints, pruneCheckpoints, readCheckpoint, writeAtomically } from "./files.ts";
import { decodeSafetensors, encodeSafetensors, type NamedTensor } from "./safetensors.ts";

describe("safetensors", () => {
  test("what is written is read", () => {
    const tensor = fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((data): NamedTensor => ({ data, shape: [data.length] })),
      fc.float32Array({ minLength: 6, maxLength: 6 }).map((data): NamedTensor => ({ data, shape: [2, 3] })),
    );
    const names = fc.string({ unit: "grapheme", minLength: 1 }).filter((name) => name !== "__proto__");
    const file = fc.record({
      metadata: fc.dictionary(names, fc.string(), { noNullPrototype: true }),
      tensors: fc
        .dictionary(names, tensor, { noNullPrototype: true })
        .map((entries) => new Map(Object.entries(entries))),
    });
    fc.assert(
      fc.property(file, (value) => {
        const tensors = new Map([...value.tensors].filter(([name]) => name !== "__metadata__"));
        const { sha256: _, ...metadata } = value.metadata as Record<string, string>;
        const read = decodeSafetensors(encodeSafetensors({ metadata, tensors }));
        expect(read.metadata).toEqual(metadata);
        expect(new Map(read.tensors)).toEqual(tensors);
      }),
    );
  });

  test("the layout is the format's: length, JSON, tensors", () => {
    const data = Float32Array.of(1, 2);
    const bytes = encodeSafetensors({ metadata: { step: "5" }, tensors: new Map([["w", { data, shape: [1, 2] }]]) });
    const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    expect(length % 8).toBe(0);
    expect(header.w).toEqual({ dtype: "F32", shape: [1, 2], data_offsets: [0, 8] });
    expect(header.__metadata__.step).toBe("5");
    expect(bytes.length).toBe(8 + length + 8);
  });

  test("any cut and any flipped bit of the tensors is found", () => {
    const data = Uint8Array.from({ length: 64 }, (_, i) => i);
    const bytes = encodeSafetensors({ metadata: {}, tensors: new Map([["w", { data, shape: [64] }]]) });
    const damaged = expect.objectContaining({ code: "CHECKPOINT_DAMAGED" });
    for (let cut = 0; cut < bytes.length; cut += 7) {
      expect(() => decodeSafetensors(bytes.subarray(0, cut))).toThrow(damaged);
    }
    const flipped = bytes.slice();
    flipped[flipped.length - 3]! ^= 4;
    expect(() => decodeSafetensors(flipped)).toThrow(damaged);
  });
});

describe("files", () => {
  test("a write replaces the whole file and leaves nothing else", async () => {
    const directory = await mkdtemp(join(tmpdir(), "learning-"));
    const path = join(directory, "deep", "file");
    await writeAtomically(path, Uint8Array.of(1, 2, 3));
    await writeAtomically(path, Uint8Array.of(4));
    expect([...(await readFile(path))]).toEqual([4]);
    expect(await readdir(join(directory, "deep"))).toEqual(["file"]);
  });

  test("the last three checkpoints are kept, newest first", async () => {
    const directory = await mkdtemp(join(tmpdir(), "learning-"));
    for (const step of [9, 100, 20, 1000]) await writeAtomically(checkpointPath(directory, step), Uint8Array.of(1));
    await writeAtomically(join(directory, "notes.txt"), Uint8Array.of(1));
    await pruneCheckpoints(directory);
    expect(await listCheckpoints(directory)).toEqual([1000, 100, 20].map((step) => checkpointPath(directory, step)));
    expect(await readdir(directory)).toContain("notes.txt");
  });

  test("a directory that is not there holds no checkpoint; a missing file is said", async () => {
    expect(await listCheckpoints("/nonexistent/directory")).toEqual([]);
    await expect(readCheckpoint("/nonexistent/file")).rejects.toMatchObject({ code: "CHECKPOINT_UNREADABLE" });
  });
});
