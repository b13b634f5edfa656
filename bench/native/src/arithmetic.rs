//! The chain's helpers over substrate-fixed (subtensor `pallets/subtensor/src/epoch/math.rs`, `primitives/safe-math`).

use substrate_fixed::transcendental::exp;
use substrate_fixed::types::{I32F32, I64F64, I96F32};

pub const ZERO: I32F32 = I32F32::from_bits(0);
pub const ONE: I32F32 = I32F32::from_bits(1 << 32);

/// The quotient, or 0 for a zero divisor and for overflow.
#[inline(always)]
pub fn safe_div(a: I32F32, b: I32F32) -> I32F32 {
    a.checked_div(b).unwrap_or(ZERO)
}

#[inline(always)]
pub fn mul(a: I32F32, b: I32F32) -> I32F32 {
    a.saturating_mul(b)
}

/// Parts of 65535, exactly as division gives them.
#[inline(always)]
pub fn from_u16(value: u16) -> I32F32 {
    safe_div(I32F32::from_num(value), I32F32::from_num(u16::MAX))
}

#[inline(always)]
pub fn to_u16(value: I32F32) -> u16 {
    value.saturating_mul(I32F32::from_num(u16::MAX)).saturating_to_num()
}

/// The plain `+`, which wraps in a release build.
pub fn sum(vector: &[I32F32]) -> I32F32 {
    vector.iter().fold(ZERO, |total, &value| total.wrapping_add(value))
}

pub fn normalize(vector: &mut [I32F32]) {
    let divisor = sum(vector);
    normalize_by(vector, divisor);
}

pub fn normalize_by(vector: &mut [I32F32], divisor: I32F32) {
    if divisor != ZERO {
        vector.iter_mut().for_each(|value| *value = safe_div(*value, divisor));
    }
}

/// floor(share * emission), clamped to u64.
pub fn alpha_of(share: I32F32, emission: u64) -> u64 {
    I96F32::from_num(share).saturating_mul(I96F32::from_num(emission)).saturating_to_num()
}

/// 1 - `BondsMovingAverage` / 1,000,000.
pub fn fixed_alpha(bonds_moving_average: u64) -> I32F32 {
    let parts = I64F64::saturating_from_num(bonds_moving_average);
    let old = parts.checked_div(I64F64::from_num(1_000_000)).unwrap_or_default();
    ONE.saturating_sub(I32F32::saturating_from_num(old))
}

pub fn exp_safe(x: I32F32) -> I32F32 {
    let limit = I32F32::from_num(20);
    let clamped = x.clamp(-limit, limit);
    exp::<I32F32, I32F32>(clamped).unwrap_or(if clamped <= ZERO { ZERO } else { I32F32::max_value() })
}
