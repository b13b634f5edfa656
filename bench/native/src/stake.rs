//! Shares of stake, and who may vote.

use substrate_fixed::types::{I32F32, I64F64, U96F32};

use crate::arithmetic::{ZERO, normalize};
use crate::input::Input;

/// Shares of alpha + tao * weight, normalised in I64F64.
pub fn normalized_stake(input: &Input) -> Vec<I32F32> {
    let weight: I64F64 = U96F32::from_num(input.tao_weight)
        .checked_div(U96F32::from_num(u64::MAX))
        .map(I64F64::saturating_from_num)
        .unwrap_or_default();
    let total = |(uid, (&alpha, &tao)): (usize, (&u64, &u64))| {
        let tao = I64F64::saturating_from_num(tao).saturating_mul(weight);
        let total = I64F64::saturating_from_num(alpha).saturating_add(tao);
        let counts = Some(uid) == input.owner_uid || total.saturating_to_num::<u64>() >= input.stake_threshold;
        if counts { total } else { I64F64::default() }
    };
    let totals: Vec<I64F64> = input.alpha_stake.iter().zip(&input.tao_stake).enumerate().map(total).collect();
    let sum = totals.iter().fold(I64F64::default(), |sum, &total| sum.wrapping_add(total));
    let share = |total: I64F64| if sum == 0 { total } else { total.checked_div(sum).unwrap_or_default() };
    totals.into_iter().map(|total| I32F32::saturating_from_num(share(total))).collect()
}

/// Permits for the next epoch: the largest nonzero stakes, among equal ones the higher uids, and the owner.
pub fn next_permits(input: &Input, stake: &[I32F32]) -> Vec<bool> {
    let mut permits: Vec<bool> = stake.iter().map(|&share| share != ZERO).collect();
    let losers = input.n.saturating_sub(input.max_allowed_validators);
    if losers > 0 {
        let mut order: Vec<usize> = (0..input.n).collect();
        if losers < input.n {
            order.select_nth_unstable_by_key(losers, |&uid| (stake[uid], uid));
        }
        order[..losers].iter().for_each(|&uid| permits[uid] = false);
    }
    if let Some(owner) = input.owner_uid {
        permits[owner] = true;
    }
    permits
}

pub fn active_stake(stake: &[I32F32], active: &[bool], permits: &[bool]) -> Vec<I32F32> {
    let counts = |uid: usize| active[uid] && permits[uid];
    let mut voting: Vec<I32F32> =
        stake.iter().enumerate().map(|(uid, &share)| if counts(uid) { share } else { ZERO }).collect();
    normalize(&mut voting);
    voting
}
