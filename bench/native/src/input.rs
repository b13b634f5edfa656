//! Cases as `bench/native-epoch.ts` writes them: little endian, arrays without padding.

use std::io::{Read, Result, Write};

/// Rows of (column, value) pairs, one after the other; row `i` is `starts[i]..starts[i + 1]`.
pub struct Rows {
    pub starts: Vec<u32>,
    pub pairs: Vec<[u16; 2]>,
}

impl Rows {
    pub fn row(&self, row: usize) -> &[[u16; 2]] {
        &self.pairs[self.starts[row] as usize..self.starts[row + 1] as usize]
    }
}

/// Fields as in `packages/yuma/src/types.ts`.
pub struct Input {
    pub n: usize,
    pub current_block: u64,
    pub activity_cutoff: u64,
    pub last_tempo_block: u64,
    pub emission: u64,
    pub tao_weight: u64,
    pub stake_threshold: u64,
    pub owner_uid: Option<usize>,
    pub max_allowed_validators: usize,
    pub kappa: u16,
    pub bonds_penalty: u16,
    pub bonds_moving_average: u64,
    pub yuma3: bool,
    pub liquid_alpha: bool,
    pub alpha_low: u16,
    pub alpha_high: u16,
    pub alpha_sigmoid_steepness: i16,
    pub alpha_stake: Vec<u64>,
    pub tao_stake: Vec<u64>,
    pub validator_permits: Vec<bool>,
    pub last_update: Vec<u64>,
    pub block_at_registration: Vec<u64>,
    pub commit_blocks: Option<Vec<u64>>,
    pub weights: Rows,
    pub bonds: Rows,
}

pub struct Source<R: Read>(pub R);

impl<R: Read> Source<R> {
    fn bytes<const N: usize>(&mut self) -> Result<[u8; N]> {
        let mut bytes = [0; N];
        self.0.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    pub fn u64(&mut self) -> Result<u64> {
        Ok(u64::from_le_bytes(self.bytes()?))
    }

    fn u64s(&mut self, count: usize) -> Result<Vec<u64>> {
        (0..count).map(|_| self.u64()).collect()
    }

    fn rows(&mut self, n: usize) -> Result<Rows> {
        let starts: Vec<u32> = (0..=n).map(|_| Ok(u32::from_le_bytes(self.bytes()?))).collect::<Result<_>>()?;
        let pair = |bytes: [u8; 4]| [u16::from_le_bytes([bytes[0], bytes[1]]), u16::from_le_bytes([bytes[2], bytes[3]])];
        let pairs = (0..starts[n]).map(|_| Ok(pair(self.bytes()?))).collect::<Result<_>>()?;
        Ok(Rows { starts, pairs })
    }

    pub fn input(&mut self) -> Result<Input> {
        let n = self.u64()? as usize;
        Ok(Input {
            n,
            current_block: self.u64()?,
            activity_cutoff: self.u64()?,
            last_tempo_block: self.u64()?,
            emission: self.u64()?,
            tao_weight: self.u64()?,
            stake_threshold: self.u64()?,
            owner_uid: usize::try_from(self.u64()? as i64).ok(),
            max_allowed_validators: self.u64()? as usize,
            kappa: self.u64()? as u16,
            bonds_penalty: self.u64()? as u16,
            bonds_moving_average: self.u64()?,
            yuma3: self.u64()? != 0,
            liquid_alpha: self.u64()? != 0,
            alpha_low: self.u64()? as u16,
            alpha_high: self.u64()? as u16,
            alpha_sigmoid_steepness: self.u64()? as i16,
            alpha_stake: self.u64s(n)?,
            tao_stake: self.u64s(n)?,
            validator_permits: self.u64s(n)?.iter().map(|&permit| permit != 0).collect(),
            last_update: self.u64s(n)?,
            block_at_registration: self.u64s(n)?,
            commit_blocks: if self.u64()? != 0 { Some(self.u64s(n)?) } else { None },
            weights: self.rows(n)?,
            bonds: self.rows(n)?,
        })
    }
}

/// What an epoch decides; fields as in `packages/yuma/src/types.ts`.
#[derive(Default)]
pub struct Output {
    pub server_emission: Vec<u64>,
    pub validator_emission: Vec<u64>,
    pub combined_emission: Vec<u64>,
    pub stake_weight: Vec<u16>,
    pub consensus: Vec<u16>,
    pub incentive: Vec<u16>,
    pub dividends: Vec<u16>,
    pub validator_trust: Vec<u16>,
    pub new_validator_permits: Vec<bool>,
    pub active: Vec<bool>,
    pub consensus_bits: Vec<i64>,
    pub incentive_bits: Vec<i64>,
    pub dividends_bits: Vec<i64>,
    pub bond_starts: Vec<u32>,
    pub bond_pairs: Vec<[u16; 2]>,
}

impl Output {
    pub fn write(&self, out: &mut impl Write) -> Result<()> {
        for list in [&self.server_emission, &self.validator_emission, &self.combined_emission] {
            list.iter().try_for_each(|value| out.write_all(&value.to_le_bytes()))?;
        }
        for list in [&self.consensus_bits, &self.incentive_bits, &self.dividends_bits] {
            list.iter().try_for_each(|value| out.write_all(&value.to_le_bytes()))?;
        }
        self.bond_starts.iter().try_for_each(|start| out.write_all(&start.to_le_bytes()))?;
        for list in [&self.stake_weight, &self.consensus, &self.incentive, &self.dividends, &self.validator_trust] {
            list.iter().try_for_each(|value| out.write_all(&value.to_le_bytes()))?;
        }
        self.bond_pairs.as_flattened().iter().try_for_each(|value| out.write_all(&value.to_le_bytes()))?;
        for list in [&self.new_validator_permits, &self.active] {
            list.iter().try_for_each(|&flag| out.write_all(&[u8::from(flag)]))?;
        }
        Ok(())
    }
}
