//! One epoch (subtensor `pallets/subtensor/src/epoch/run_epoch.rs`), written for speed: rows in flat arrays that are kept
//! between epochs, no empty row is walked over densely, and columns are gathered block by block. Every operation on
//! numbers is substrate-fixed's own.

use substrate_fixed::types::I32F32;

use crate::arithmetic::{ONE, ZERO, alpha_of, from_u16, mul, normalize, normalize_by, safe_div, sum, to_u16};
use crate::bonds::Bonds;
use crate::input::{Input, Output};
use crate::median::Medians;
use crate::stake::{active_stake, next_permits, normalized_stake};

/// Sparse rows; row `i` is `starts[i]..starts[i + 1]`.
#[derive(Default)]
pub struct Matrix {
    pub starts: Vec<usize>,
    pub columns: Vec<u16>,
    pub values: Vec<I32F32>,
}

impl Matrix {
    pub fn clear(&mut self) {
        self.starts.clear();
        self.starts.push(0);
        self.columns.clear();
        self.values.clear();
    }

    #[inline(always)]
    pub fn push(&mut self, column: u16, value: I32F32) {
        self.columns.push(column);
        self.values.push(value);
    }

    pub fn end_row(&mut self) {
        self.starts.push(self.columns.len());
    }

    pub fn is_empty(&self, row: usize) -> bool {
        self.starts[row] == self.starts[row + 1]
    }

    #[inline(always)]
    pub fn row(&self, row: usize) -> impl Iterator<Item = (usize, I32F32)> + '_ {
        let range = self.starts[row]..self.starts[row + 1];
        self.columns[range.clone()].iter().map(|&column| column as usize).zip(self.values[range].iter().copied())
    }

    pub fn column_sums(&self, sums: &mut Vec<I32F32>, n: usize) {
        sums.clear();
        sums.resize(n, ZERO);
        for (&column, &value) in self.columns.iter().zip(&self.values) {
            sums[column as usize] = sums[column as usize].saturating_add(value);
        }
    }

    pub fn normalize_columns(&mut self, sums: &mut Vec<I32F32>, n: usize) {
        self.column_sums(sums, n);
        self.divide_columns(sums);
    }

    pub fn scale_columns_to_max(&mut self, most: &mut Vec<I32F32>, n: usize) {
        most.clear();
        most.resize(n, ZERO);
        for (&column, &value) in self.columns.iter().zip(&self.values) {
            most[column as usize] = most[column as usize].max(value);
        }
        self.divide_columns(most);
    }

    fn divide_columns(&mut self, divisors: &[I32F32]) {
        for (&column, value) in self.columns.iter().zip(&mut self.values) {
            let divisor = divisors[column as usize];
            if divisor != ZERO {
                *value = safe_div(*value, divisor);
            }
        }
    }
}

/// What an epoch needs besides its input, kept between epochs.
#[derive(Default)]
pub struct Workspace {
    weights: Matrix,
    penalized: Matrix,
    medians: Medians,
    bonds: Bonds,
    dense: Vec<I32F32>,
}

impl Workspace {
    pub fn run(&mut self, input: &Input) -> Output {
        let n = input.n;
        let is_active = |&block: &u64| block.saturating_add(input.activity_cutoff) >= input.current_block;
        let active: Vec<bool> = input.last_update.iter().map(is_active).collect();
        let stake = normalized_stake(input);
        let mut permits = input.validator_permits.clone();
        if let Some(owner) = input.owner_uid {
            permits[owner] = true;
        }
        let new_permits = next_permits(input, &stake);
        let voting = active_stake(&stake, &active, &permits);

        let ascending = self.count_weights(input, &permits);
        let consensus = self.medians.run(&voting, &self.weights, ascending, from_u16(input.kappa));
        let (trust, mut incentive) = self.clip_and_rank(&consensus, &voting);
        normalize(&mut incentive);
        self.penalize(from_u16(input.bonds_penalty), &consensus, ascending);
        let dividends = self.bonds.run(input, &mut self.penalized, &consensus, &voting, &incentive);
        let [server, validator, combined] = emissions(input.emission, &incentive, &dividends, &stake, &voting);
        let (bond_starts, bond_pairs) = self.stored_bonds(n, &new_permits);

        let parts = |vector: &[I32F32]| vector.iter().map(|&value| to_u16(value)).collect::<Vec<u16>>();
        let bits = |vector: &[I32F32]| vector.iter().map(|value| value.to_bits()).collect::<Vec<i64>>();
        Output {
            server_emission: server,
            validator_emission: validator,
            combined_emission: combined,
            stake_weight: parts(&stake),
            consensus: parts(&consensus),
            incentive: parts(&incentive),
            dividends: parts(&dividends),
            validator_trust: parts(&trust),
            new_validator_permits: new_permits,
            active,
            consensus_bits: bits(&consensus),
            incentive_bits: bits(&incentive),
            dividends_bits: bits(&dividends),
            bond_starts,
            bond_pairs,
        }
    }

    /// The weights that count, each row normalised. Says whether all rows ascend.
    fn count_weights(&mut self, input: &Input, permits: &[bool]) -> bool {
        let weights = &mut self.weights;
        weights.clear();
        let mut ascending = true;
        for row in 0..input.n {
            let start = weights.values.len();
            if permits[row] {
                let commit = input.commit_blocks.as_ref().map_or(u64::MAX, |blocks| blocks[row]);
                let mut total: u64 = 0;
                let mut next = 0;
                for &[column, value] in input.weights.row(row) {
                    let target = column as usize;
                    if target >= input.n || (target == row && input.owner_uid != Some(row)) {
                        continue;
                    }
                    let registered = input.block_at_registration[target];
                    if input.last_update[row] > registered && commit >= registered {
                        weights.push(column, I32F32::from_num(value));
                        total += u64::from(value);
                        ascending &= target >= next;
                        next = target + 1;
                    }
                }
                if total > 0 {
                    let divisor = I32F32::saturating_from_num(total);
                    weights.values[start..].iter_mut().for_each(|value| *value = safe_div(*value, divisor));
                }
            }
            weights.end_row();
        }
        ascending
    }

    fn clip_and_rank(&self, consensus: &[I32F32], stake: &[I32F32]) -> (Vec<I32F32>, Vec<I32F32>) {
        let n = consensus.len();
        let mut trust = vec![ZERO; n];
        let mut rank = vec![ZERO; n];
        for row in 0..n {
            let mut total = ZERO;
            for (column, value) in self.weights.row(row) {
                let clipped = value.min(consensus[column]);
                total = total.wrapping_add(clipped);
                rank[column] = rank[column].saturating_add(mul(stake[row], clipped));
            }
            trust[row] = total;
        }
        (trust, rank)
    }

    /// The weights that bonds follow, into `penalized`.
    fn penalize(&mut self, penalty: I32F32, consensus: &[I32F32], ascending: bool) {
        let n = consensus.len();
        self.dense.clear();
        self.dense.resize(n, ZERO);
        self.penalized.clear();
        for row in 0..n {
            if penalty == ZERO {
                self.weights.row(row).for_each(|(column, value)| self.penalized.push(column as u16, value));
            } else if penalty == ONE {
                for (column, value) in self.weights.row(row) {
                    let limit = consensus[column];
                    if value <= limit || limit > ZERO {
                        self.penalized.push(column as u16, value.min(limit));
                    }
                }
            } else if ascending {
                for (column, value) in self.weights.row(row) {
                    push_between(&mut self.penalized, column, value, consensus[column], penalty);
                }
            } else {
                self.weights.row(row).for_each(|(column, value)| self.dense[column] = value);
                for column in 0..n {
                    push_between(&mut self.penalized, column, self.dense[column], consensus[column], penalty);
                    self.dense[column] = ZERO;
                }
            }
            self.penalized.end_row();
        }
    }

    fn stored_bonds(&self, n: usize, permits: &[bool]) -> (Vec<u32>, Vec<[u16; 2]>) {
        let mut starts = vec![0];
        let mut pairs = Vec::new();
        for row in 0..n {
            if permits[row] {
                pairs.extend(self.bonds.new.row(row).map(|(column, value)| [column as u16, to_u16(value)]));
            }
            starts.push(pairs.len() as u32);
        }
        (starts, pairs)
    }
}

#[inline(always)]
fn push_between(out: &mut Matrix, column: usize, value: I32F32, limit: I32F32, penalty: I32F32) {
    let clipped = value.min(limit);
    let between = value.saturating_add(mul(penalty, clipped.saturating_sub(value)));
    if between > ZERO {
        out.push(column as u16, between);
    }
}

/// Server, validator and combined emission.
fn emissions(
    emission: u64,
    incentive: &[I32F32],
    dividends: &[I32F32],
    stake: &[I32F32],
    active_stake: &[I32F32],
) -> [Vec<u64>; 3] {
    let alpha = |shares: &[I32F32]| shares.iter().map(|&share| alpha_of(share, emission)).collect::<Vec<u64>>();
    let mut combined: Vec<I32F32> =
        incentive.iter().zip(dividends).map(|(&mining, &validating)| mining.saturating_add(validating)).collect();
    let total = sum(&combined);
    if total == ZERO {
        let by_stake = alpha(if sum(active_stake) == ZERO { stake } else { active_stake });
        return [alpha(incentive), by_stake.clone(), by_stake];
    }
    let divided = |shares: &[I32F32]| {
        let mut shares = shares.to_vec();
        normalize_by(&mut shares, total);
        alpha(&shares)
    };
    let (server, validator) = (divided(incentive), divided(dividends));
    normalize(&mut combined);
    [server, validator, alpha(&combined)]
}
