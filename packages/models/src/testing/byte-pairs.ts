import { CHARACTER_OF_BYTE } from "../vocabulary/spelling.ts";

/** Words as GPT-2 splits them: a space belongs to the word behind it (`pat` of openai/gpt-2 `src/encoder.py`). */
const WORDS = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/**
 * A byte-level BPE tokenizer trained on `text` (Sennrich et al. 2016), as the content of a `tokenizer.json`: all 256 bytes, `merges`
 * pairs that occur together most, and an end of text that is no text.
 */
export function trainBytePairs(text: string, merges: number): object {
  const words = new Map<string, number>();
  for (const [word] of text.matchAll(WORDS)) words.set(word, (words.get(word) ?? 0) + 1);
  const spelled = [...words].map(([word, count]) => ({
    parts: Array.from(Buffer.from(word, "utf8"), (byte) => CHARACTER_OF_BYTE[byte]!),
    count,
  }));
  const tokens = [...CHARACTER_OF_BYTE];
  const pairs: string[] = [];
  const counts = new Map<string, number>();
  const count = (parts: readonly string[], times: number): void => {
    for (let i = 1; i < parts.length; i++) {
      const pair = `${parts[i - 1]} ${parts[i]}`;
      counts.set(pair, (counts.get(pair) ?? 0) + times);
    }
  };
  for (const word of spelled) count(word.parts, word.count);
  while (pairs.length < merges) {
    let best = "";
    for (const [pair, times] of counts) if (times > (counts.get(best) ?? 0)) best = pair;
    if (best === "") break;
    pairs.push(best);
    tokens.push(best.replace(" ", ""));
    for (const word of spelled) {
      const next = merged(word.parts, best);
      if (next.length === word.parts.length) continue;
      count(word.parts, -word.count);
      word.parts = next;
      count(word.parts, word.count);
    }
  }
  const end = { id: tokens.length, content: "<|endoftext|>", special: true };
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [{ ...end, single_word: false, lstrip: false, rstrip: false, normalized: false }],
    normalizer: null,
    pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: null,
    decoder: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges: pairs,
    },
  };
}

function merged(parts: readonly string[], pair: string): string[] {
  const [left, right] = pair.split(" ");
  const result: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    if (parts[i] === left && parts[i + 1] === right) result.push(`${left}${parts[++i]}`);
    else result.push(parts[i]!);
  }
  return result;
}
