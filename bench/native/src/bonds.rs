//! Bonds and dividends.

use substrate_fixed::types::I32F32;

use crate::arithmetic::{ONE, ZERO, exp_safe, fixed_alpha, from_u16, mul, normalize, safe_div};
use crate::epoch::Matrix;
use crate::input::Input;

#[derive(Default)]
pub struct Bonds {
    held: Matrix,
    pub new: Matrix,
    dense: Vec<I32F32>,
    sums: Vec<I32F32>,
}

impl Bonds {
    /// Dividends; `new` holds the bonds afterwards. `weights` are those after the penalty.
    pub fn run(
        &mut self,
        input: &Input,
        weights: &mut Matrix,
        consensus: &[I32F32],
        stake: &[I32F32],
        incentive: &[I32F32],
    ) -> Vec<I32F32> {
        self.read_held(input);
        self.dense.clear();
        self.dense.resize(input.n, ZERO);
        let mut dividends = vec![ZERO; input.n];
        if input.yuma3 {
            if input.liquid_alpha && consensus.iter().any(|&value| value != ZERO) {
                self.average_liquid(input, weights, consensus);
            } else {
                self.average(input, weights);
            }
            self.new.column_sums(&mut self.sums, input.n);
            for (row, dividend) in dividends.iter_mut().enumerate() {
                let total = self.new.row(row).fold(ZERO, |total, (column, value)| {
                    let sum = self.sums[column];
                    let share = if sum == ZERO { value } else { safe_div(value, sum) };
                    total.wrapping_add(mul(share, incentive[column]))
                });
                *dividend = total.checked_mul(stake[row]).unwrap_or(ZERO);
            }
        } else {
            for row in 0..input.n {
                for value in &mut weights.values[weights.starts[row]..weights.starts[row + 1]] {
                    *value = mul(*value, stake[row]);
                }
            }
            self.held.normalize_columns(&mut self.sums, input.n);
            weights.normalize_columns(&mut self.sums, input.n);
            self.average(input, weights);
            self.new.normalize_columns(&mut self.sums, input.n);
            for (row, dividend) in dividends.iter_mut().enumerate() {
                *dividend = self
                    .new
                    .row(row)
                    .fold(ZERO, |total, (column, value)| total.saturating_add(mul(value, incentive[column])));
            }
            self.new.scale_columns_to_max(&mut self.sums, input.n);
        }
        normalize(&mut dividends);
        dividends
    }

    fn read_held(&mut self, input: &Input) {
        self.held.clear();
        for row in 0..input.n {
            for &[column, value] in input.bonds.row(row) {
                let is_current = (column as usize) < input.n
                    && input.last_tempo_block > input.block_at_registration[column as usize];
                if is_current {
                    self.held.push(column, if input.yuma3 { from_u16(value) } else { I32F32::from_num(value) });
                }
            }
            self.held.end_row();
        }
    }

    fn average(&mut self, input: &Input, weights: &Matrix) {
        let alpha = fixed_alpha(input.bonds_moving_average);
        let keep = ONE.saturating_sub(alpha);
        self.new.clear();
        for row in 0..input.n {
            for (rows, factor) in [(weights, alpha), (&self.held, keep)] {
                for (column, value) in rows.row(row) {
                    self.dense[column] = self.dense[column].saturating_add(mul(factor, value));
                }
            }
            let is_empty = weights.is_empty(row) && self.held.is_empty(row);
            if !is_empty {
                for (column, value) in self.dense.iter_mut().enumerate() {
                    if *value > ZERO {
                        self.new.push(column as u16, *value);
                    }
                    *value = ZERO;
                }
            }
            self.new.end_row();
        }
    }

    fn average_liquid(&mut self, input: &Input, weights: &Matrix, consensus: &[I32F32]) {
        let low = from_u16(input.alpha_low);
        let high = from_u16(input.alpha_high);
        let slope = I32F32::from_num(input.alpha_sigmoid_steepness).saturating_div(I32F32::from_num(-100));
        let half = I32F32::from_bits(1 << 31);
        let mut weight_seen = vec![ZERO; input.n];
        let mut bond_seen = vec![ZERO; input.n];
        self.new.clear();
        for row in 0..input.n {
            read_ascending(weights, row, &mut weight_seen);
            read_ascending(&self.held, row, &mut bond_seen);
            self.held.row(row).for_each(|(column, value)| self.dense[column] = value);
            for (column, value) in weights.row(row) {
                let (weight, bond) = (weight_seen[column], bond_seen[column]);
                let bought = weight.saturating_sub(consensus[column]);
                let distance = if weight >= bond { bought } else { bond.saturating_sub(weight) };
                let exponent = mul(slope, distance.min(ONE).max(ZERO).saturating_sub(half));
                let sigmoid = ONE.saturating_div(ONE.saturating_add(exp_safe(exponent)));
                let alpha = low.saturating_add(mul(sigmoid, high.saturating_sub(low))).min(high).max(low);
                let kept = mul(ONE.saturating_sub(alpha), self.dense[column]);
                let next = kept.saturating_add(mul(alpha, value).max(ZERO));
                if next > ZERO {
                    self.new.push(column as u16, next.min(ONE));
                }
            }
            weights.row(row).for_each(|(column, _)| weight_seen[column] = ZERO);
            self.held.row(row).for_each(|(column, _)| {
                bond_seen[column] = ZERO;
                self.dense[column] = ZERO;
            });
            self.new.end_row();
        }
    }
}

/// A row as a cursor reads it that only moves forward.
fn read_ascending(rows: &Matrix, row: usize, seen: &mut [I32F32]) {
    let mut next = 0;
    for (column, value) in rows.row(row) {
        if column >= next {
            seen[column] = value;
            next = column + 1;
        }
    }
}
