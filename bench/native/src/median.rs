//! The stake-weighted median of each column.

use substrate_fixed::types::I32F32;

use crate::arithmetic::{ZERO, normalize, sum};
use crate::epoch::Matrix;

/// Columns are gathered in blocks that stay in the cache.
const BLOCK: usize = 16;

#[derive(Default)]
pub struct Medians {
    votes: Vec<I32F32>,
    voters: Vec<usize>,
    cursors: Vec<usize>,
    scores: Vec<I32F32>,
    candidates: Vec<(I32F32, I32F32)>,
    kept: Vec<(I32F32, I32F32)>,
}

impl Medians {
    /// `ascending`: whether all rows of `weights` ascend.
    pub fn run(&mut self, stake: &[I32F32], weights: &Matrix, ascending: bool, kappa: I32F32) -> Vec<I32F32> {
        let n = stake.len();
        self.voters.clear();
        self.voters.extend((0..n).filter(|&row| stake[row] > ZERO));
        self.votes.clear();
        self.votes.extend(self.voters.iter().map(|&row| stake[row]));
        normalize(&mut self.votes);
        let total = sum(&self.votes);
        let minority = total.saturating_sub(kappa);

        self.cursors.clear();
        self.cursors.extend(self.voters.iter().map(|&row| weights.starts[row]));
        let mut medians = vec![ZERO; n];
        for first in (0..n).step_by(BLOCK) {
            self.gather(weights, ascending, first);
            for (column, median) in medians[first..n.min(first + BLOCK)].iter_mut().enumerate() {
                let scores = &self.scores[column * self.votes.len()..][..self.votes.len()];
                self.candidates.clear();
                self.candidates.extend(scores.iter().copied().zip(self.votes.iter().copied()));
                *median = select(&mut self.candidates, &mut self.kept, minority, total);
            }
        }
        medians
    }

    /// Scores of a block of columns, one column after the other, 0 where a voter has none.
    fn gather(&mut self, weights: &Matrix, ascending: bool, first: usize) {
        let count = self.voters.len();
        self.scores.clear();
        self.scores.resize(BLOCK * count, ZERO);
        for (voter, &row) in self.voters.iter().enumerate() {
            let end = weights.starts[row + 1];
            let mut i = if ascending { self.cursors[voter] } else { weights.starts[row] };
            while i < end {
                let column = weights.columns[i] as usize;
                if ascending && column >= first + BLOCK {
                    break;
                }
                if column >= first && column < first + BLOCK {
                    self.scores[(column - first) * count + voter] = weights.values[i];
                }
                i += 1;
            }
            self.cursors[voter] = i;
        }
    }
}

/// Quickselect by stake: the score at which the stake below and above splits at `minority`.
fn select(
    candidates: &mut Vec<(I32F32, I32F32)>,
    kept: &mut Vec<(I32F32, I32F32)>,
    minority: I32F32,
    total: I32F32,
) -> I32F32 {
    let mut low = ZERO;
    let mut high = total;
    while candidates.len() > 1 {
        let pivot = candidates[candidates.len() / 2].0;
        let mut lower = ZERO;
        let mut upper = ZERO;
        let mut lower_count = 0;
        let mut upper_count = 0;
        for &(score, vote) in candidates.iter() {
            // Sums without branches: the compiler turns them into conditional moves.
            lower = lower.saturating_add(if score < pivot { vote } else { ZERO });
            upper = upper.saturating_add(if score > pivot { vote } else { ZERO });
            lower_count += usize::from(score < pivot);
            upper_count += usize::from(score > pivot);
        }
        let below = low.saturating_add(lower);
        let up_to = high.saturating_sub(upper);
        kept.clear();
        if minority < below && lower_count > 0 {
            keep(candidates, kept, lower_count, |score| score < pivot);
            high = below;
        } else if up_to <= minority && upper_count > 0 {
            keep(candidates, kept, upper_count, |score| score > pivot);
            low = up_to;
        } else {
            return pivot;
        }
        std::mem::swap(candidates, kept);
    }
    candidates.first().map_or(ZERO, |&(score, _)| score)
}

/// Copies the candidates that pass, `count` of them, without branching on the test.
fn keep(from: &[(I32F32, I32F32)], to: &mut Vec<(I32F32, I32F32)>, count: usize, passes: impl Fn(I32F32) -> bool) {
    to.resize(count + 1, (ZERO, ZERO));
    let mut out = 0;
    for &candidate in from {
        to[out.min(count)] = candidate;
        out += usize::from(passes(candidate.0));
    }
    to.truncate(count);
}
