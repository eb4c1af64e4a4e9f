//! Ages and sexes of an invented population.

use super::rng::Rng;

/// First age of each of the finest bands: every band of INSEE's files is a sum of these.
const STARTS: [u8; CELLS] = [0, 3, 6, 11, 15, 18, 20, 25, 30, 40, 45, 55, 60, 65, 75, 80, 90];
const CELLS: usize = 17;
/// Inhabitants per thousand of a young town and of an old countryside. Invented, close to what the
/// census shows for such places.
const YOUNG: [f64; CELLS] =
    [36.0, 36.0, 64.0, 50.0, 40.0, 38.0, 92.0, 78.0, 144.0, 64.0, 122.0, 56.0, 50.0, 78.0, 22.0, 24.0, 6.0];
const OLD: [f64; CELLS] =
    [17.0, 20.0, 40.0, 36.0, 26.0, 12.0, 28.0, 32.0, 88.0, 56.0, 134.0, 82.0, 88.0, 180.0, 64.0, 76.0, 21.0];
/// Share of women in each band.
const WOMEN: [f64; CELLS] = [
    0.488, 0.488, 0.488, 0.489, 0.488, 0.487, 0.495, 0.503, 0.507, 0.505, 0.505, 0.51, 0.518, 0.525, 0.55,
    0.61, 0.72,
];

/// Who is counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    All,
    Men,
    Women,
}

/// Inhabitants of a place by fine age band and sex.
#[derive(Clone, Debug, Default)]
pub(super) struct Ages {
    men: [f64; CELLS],
    women: [f64; CELLS],
}

impl Ages {
    /// Draws the ages of `population` inhabitants; `ageing` runs from 0 (young) to 1 (old).
    /// Small communes are counted one by one (`whole`), IRIS are estimated and have decimals.
    pub(super) fn draw(population: f64, ageing: f64, whole: bool, rng: &mut Rng) -> Self {
        let mut cells = [0.0; 2 * CELLS];
        for (rank, cell) in cells.iter_mut().enumerate() {
            let band = rank % CELLS;
            let weight = YOUNG[band] * (1.0 - ageing) + OLD[band] * ageing;
            let share = if rank < CELLS { 1.0 - WOMEN[band] } else { WOMEN[band] };
            *cell = weight * share * rng.between(0.88, 1.12);
        }
        let total: f64 = cells.iter().sum();
        for cell in &mut cells {
            *cell *= population / total;
        }
        if whole {
            round_to_total(&mut cells, population);
        }
        let mut ages = Self::default();
        ages.men.copy_from_slice(&cells[..CELLS]);
        ages.women.copy_from_slice(&cells[CELLS..]);
        ages
    }

    /// Adds the inhabitants of another place.
    pub(super) fn add(&mut self, other: &Self) {
        for band in 0..CELLS {
            self.men[band] += other.men[band];
            self.women[band] += other.women[band];
        }
    }

    /// Inhabitants from `from` to `to` years, both included (255: and over).
    pub(super) fn count(&self, who: Who, from: u8, to: u8) -> f64 {
        let bands = (0..CELLS).filter(|band| {
            let last = STARTS.get(band + 1).map_or(u8::MAX, |next| next - 1);
            STARTS[*band] >= from && last <= to
        });
        let one = |band: usize| match who {
            Who::All => self.men[band] + self.women[band],
            Who::Men => self.men[band],
            Who::Women => self.women[band],
        };
        bands.map(one).sum()
    }
}

/// Makes every cell whole and keeps the total: the largest remainders are rounded up.
fn round_to_total(cells: &mut [f64], total: f64) {
    let mut order: Vec<usize> = (0..cells.len()).collect();
    order.sort_by(|a, b| cells[*b].fract().total_cmp(&cells[*a].fract()));
    for cell in cells.iter_mut() {
        *cell = cell.floor();
    }
    let missing = total - cells.iter().sum::<f64>();
    for rank in order.into_iter().take(missing.round() as usize) {
        cells[rank] += 1.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_bands_of_one_place_add_up_to_the_same_total() {
        let ages = Ages::draw(482.0, 0.7, true, &mut Rng::of(7, 1));
        let sum = |bands: &[(u8, u8)]| bands.iter().map(|(a, b)| ages.count(Who::All, *a, *b)).sum::<f64>();
        assert_eq!(sum(&[(0, 14), (15, 29), (30, 44), (45, 59), (60, 74), (75, 255)]), 482.0);
        assert_eq!(sum(&[(0, 19), (20, 64), (65, 255)]), 482.0);
        assert_eq!(sum(&[(0, 2), (3, 5), (6, 10), (11, 17), (18, 24), (25, 39), (40, 54)]), {
            482.0 - ages.count(Who::All, 55, 255)
        });
        assert_eq!(ages.count(Who::Men, 0, 255) + ages.count(Who::Women, 0, 255), 482.0);
    }
}
