import { i64, i128, u64, u128 } from "./basic.ts";
import { marker, namedNewtype, newtype, struct } from "./composites.ts";
import { type AnyType, alias, type Type } from "./type.ts";

const UTERM = marker("substrate_typenum::uint::UTerm");
const B0 = marker("substrate_typenum::bit::B0");
const B1 = marker("substrate_typenum::bit::B1");

/** `substrate_typenum`'s binary number, written as a type: the number of fractional bits in the metadata of a fixed-point type. */
function typenum(value: number): AnyType {
  if (value === 0) return UTERM;
  const bits = typenum(value >> 1);
  const bit = value & 1 ? B1 : B0;
  return struct(
    "substrate_typenum::uint::UInt",
    { msb: bits, lsb: bit },
    {
      params: [
        { name: "U", type: bits },
        { name: "B", type: bit },
      ],
    },
  );
}

function fixed(label: string, name: string, bits: Type<bigint>, fraction: number): Type<bigint> {
  const params = [{ name: "Frac", type: typenum(fraction) }];
  return alias(namedNewtype(`substrate_fixed::${name}`, "bits", bits, { params }), label);
}

/** Fixed-point numbers of `substrate_fixed`, as a bigint of their raw bits: value = bits / 2^fraction. */
export const u64f64 = fixed("U64F64", "FixedU128", u128, 64);
export const u96f32 = fixed("U96F32", "FixedU128", u128, 32);
export const i64f64 = fixed("I64F64", "FixedI128", i128, 64);
export const i96f32 = fixed("I96F32", "FixedI128", i128, 32);
export const u32f32 = fixed("U32F32", "FixedU64", u64, 32);
export const i32f32 = fixed("I32F32", "FixedI64", i64, 32);

/** `sp_arithmetic::fixed_point::FixedU128`: decimal fixed point, value = inner / 10^18. */
export const fixedU128: Type<bigint> = newtype("sp_arithmetic::fixed_point::FixedU128", u128);
