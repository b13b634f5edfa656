import { readFile } from "node:fs/promises";
import { decodeSafetensors } from "@myelin/learning/checkpoint/safetensors";
import { CHARACTER_OF_BYTE } from "../vocabulary/spelling.ts";

type Value = string | number | boolean | readonly string[] | readonly number[];

interface Weights {
  /** Sizes from the innermost dimension on, as GGUF writes them. */
  readonly sizes: readonly number[];
  readonly values: Float32Array;
}

const VERSION = 3;
const ALIGNMENT = 32;
/** llama.cpp rounds contexts up to so many tokens, and reads as many positions. */
const POSITIONS = 256;

/**
 * A GPT of bytes that was trained here, from its checkpoint, as a GGUF file (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md) of
 * the architecture `gpt2`: real weights that llama.cpp runs, with a token for every byte.
 */
export async function ggufOf(checkpoint: string, heads: number): Promise<Uint8Array> {
  const { tensors } = decodeSafetensors(await readFile(checkpoint));
  const of = (name: string) => tensors.get(`model.${name}`)!;
  const plain = (name: string): Weights => ({
    sizes: [...of(name).shape].reverse(),
    values: of(name).data as Float32Array,
  });
  const [, width] = of("bytes").shape as [number, number];
  const layers = [...tensors.keys()].filter((name) => /^model\.\d+\.mlp\.up\.weight$/.test(name)).length;
  const positions = new Float32Array(POSITIONS * width);
  positions.set(of("positions").data as Float32Array);

  const weights = new Map<string, Weights>([
    ["token_embd.weight", plain("bytes")],
    ["position_embd.weight", { sizes: [width, POSITIONS], values: positions }],
    ["output_norm.weight", plain("norm.gain")],
    ["output_norm.bias", plain("norm.bias")],
    ["output.weight", transposed(plain("head.weight"))],
  ]);
  for (let layer = 0; layer < layers; layer++) {
    for (const [theirs, ours] of Object.entries({ attn_norm: "attention.norm", ffn_norm: "mlp.norm" })) {
      weights.set(`blk.${layer}.${theirs}.weight`, plain(`${layer}.${ours}.gain`));
      weights.set(`blk.${layer}.${theirs}.bias`, plain(`${layer}.${ours}.bias`));
    }
    const dense = { attn_qkv: "attention.qkv", attn_output: "attention.out", ffn_up: "mlp.up", ffn_down: "mlp.down" };
    for (const [theirs, ours] of Object.entries(dense)) {
      weights.set(`blk.${layer}.${theirs}.weight`, transposed(plain(`${layer}.${ours}.weight`)));
      weights.set(`blk.${layer}.${theirs}.bias`, plain(`${layer}.${ours}.bias`));
    }
  }
  return encode(
    {
      "general.architecture": "gpt2",
      "general.name": "byte-gpt",
      "gpt2.context_length": POSITIONS,
      "gpt2.embedding_length": width,
      "gpt2.feed_forward_length": 4 * width,
      "gpt2.block_count": layers,
      "gpt2.attention.head_count": heads,
      "gpt2.attention.layer_norm_epsilon": new Float(1e-5),
      "tokenizer.ggml.model": "gpt2",
      "tokenizer.ggml.pre": "gpt-2",
      "tokenizer.ggml.tokens": CHARACTER_OF_BYTE,
      "tokenizer.ggml.token_type": CHARACTER_OF_BYTE.map(() => 1),
      // llama.cpp wants one at least; this pair does not occur in text
      "tokenizer.ggml.merges": [`${CHARACTER_OF_BYTE[0]} ${CHARACTER_OF_BYTE[1]}`],
      "tokenizer.ggml.bos_token_id": 0,
      "tokenizer.ggml.eos_token_id": 0,
      "tokenizer.ggml.add_bos_token": false,
    },
    weights,
  );
}

class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

function transposed({ sizes: [columns, rows], values }: Weights): Weights {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows!; row++) {
    for (let column = 0; column < columns!; column++) result[column * rows! + row] = values[row * columns! + column]!;
  }
  return { sizes: [rows!, columns!], values: result };
}

function encode(metadata: Readonly<Record<string, Value | Float>>, weights: ReadonlyMap<string, Weights>): Uint8Array {
  const head: Buffer[] = [Buffer.from("GGUF"), u32(VERSION), u64(weights.size), u64(Object.keys(metadata).length)];
  for (const [key, value] of Object.entries(metadata)) head.push(text(key), u32(typeOf(value)), ...encoded(value));
  let offset = 0;
  for (const [name, { sizes, values }] of weights) {
    head.push(text(name), u32(sizes.length), ...sizes.map(u64), u32(0), u64(offset));
    offset += aligned(values.byteLength);
  }
  const data = [...weights.values()].map(({ values }) =>
    padded(Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  );
  return new Uint8Array(Buffer.concat([padded(Buffer.concat(head)), ...data]));
}

/** `gguf_metadata_value_type`: u32 4, i32 5, f32 6, bool 7, string 8, array 9. */
function typeOf(value: Value | Float): number {
  if (value instanceof Float) return 6;
  if (typeof value === "number") return 4;
  if (typeof value === "boolean") return 7;
  return typeof value === "string" ? 8 : 9;
}

function encoded(value: Value | Float): Buffer[] {
  if (value instanceof Float) {
    const bytes = Buffer.alloc(4);
    bytes.writeFloatLE(value.value);
    return [bytes];
  }
  if (typeof value === "number") return [u32(value)];
  if (typeof value === "boolean") return [Buffer.of(value ? 1 : 0)];
  if (typeof value === "string") return [text(value)];
  const items = value.map((item) => (typeof item === "string" ? text(item) : u32(item)));
  return [u32(typeof value[0] === "string" ? 8 : 5), u64(items.length), ...items];
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, "utf8");
  return Buffer.concat([u64(bytes.length), bytes]);
}

function aligned(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(aligned(bytes.length) - bytes.length)]);
}
