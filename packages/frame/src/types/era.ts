import { codec, ScaleError } from "@myelin/primitives/scale";
import { u8 } from "./basic.ts";
import { define, type Type, type VariantDefinition } from "./type.ts";

/** How long a transaction may wait: for ever, or `period` blocks (a power of two, 4 to 65,536) counted from `phase`. */
export type EraValue =
  | { readonly type: "Immortal"; readonly value?: undefined }
  | { readonly type: "Mortal"; readonly value: { readonly period: number; readonly phase: number } };

export const IMMORTAL: EraValue = { type: "Immortal" };

/** The era of `period` blocks (rounded up to a power of two) that holds block `current`. */
export function mortalEra(period: number, current: number): EraValue {
  const rounded = Math.min(65_536, Math.max(4, 2 ** Math.ceil(Math.log2(period))));
  const phase = current % rounded;
  const step = quantum(rounded);
  return { type: "Mortal", value: { period: rounded, phase: Math.floor(phase / step) * step } };
}

/** First block of the era; `current` is a block number inside it or after it. */
export function eraBirth(era: EraValue, current: number): number {
  if (era.type === "Immortal") return 0;
  const { period, phase } = era.value;
  return Math.floor((Math.max(current, phase) - phase) / period) * period + phase;
}

/** First block after the era. */
export function eraDeath(era: EraValue, current: number): number {
  return era.type === "Immortal" ? Number.MAX_SAFE_INTEGER : eraBirth(era, current) + era.value.period;
}

function quantum(period: number): number {
  return Math.max(1, period >> 12);
}

const eraCodec = codec<EraValue>({
  write(writer, era) {
    if (era.type === "Immortal") return writer.u8(0);
    const { period, phase } = era.value;
    const log = 31 - Math.clz32(period);
    if (
      2 ** log !== period ||
      period < 4 ||
      period > 65_536 ||
      phase < 0 ||
      phase >= period ||
      phase % quantum(period)
    ) {
      throw new ScaleError("SCALE_RANGE", `no era has period ${period} and phase ${phase}`);
    }
    writer.u16(Math.min(15, Math.max(1, log - 1)) | ((phase / quantum(period)) << 4));
  },
  read(reader) {
    const first = reader.u8();
    if (first === 0) return IMMORTAL;
    const encoded = first | (reader.u8() << 8);
    const period = 2 << (encoded & 15);
    const phase = (encoded >> 4) * quantum(period);
    if (period < 4 || phase >= period)
      throw new ScaleError("SCALE_INVALID", "invalid era: period or phase out of range");
    return { type: "Mortal", value: { period, phase } };
  },
});

/** `sp_runtime::generic::era::Era`: described as 256 variants, as its first byte is half of the number. */
export const Era: Type<EraValue> = define(eraCodec, {
  key: "sp_runtime::generic::era::Era",
  label: "Era",
  path: ["sp_runtime", "generic", "era", "Era"],
  shape: () => ({ tag: "variant", variants: eraVariants() }),
});

function eraVariants(): VariantDefinition[] {
  const out: VariantDefinition[] = [{ name: "Immortal", index: 0, fields: [], docs: [] }];
  for (let index = 1; index < 256; index++)
    out.push({ name: `Mortal${index}`, index, fields: [{ type: u8 }], docs: [] });
  return out;
}
