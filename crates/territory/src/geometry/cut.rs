//! Rings cut into arcs where borders meet, each arc kept once.
//!
//! A junction is a point where two passing rings do not have the same two neighbours: there a border ends or
//! begins to be shared. Between junctions, every ring that passes follows the same points.

use std::collections::HashMap;

use rayon::slice::ParallelSliceMut;

use super::Point;

/// Arcs, and the rings that follow them (rank of the arc, or `!rank` backwards).
pub(crate) struct Cut {
    /// Points of each arc; a closed arc repeats its first point at the end.
    pub arcs: Vec<Vec<Point>>,
    /// Rings, in the order they came.
    pub rings: Vec<Vec<i32>>,
}

/// Cuts open rings of at least three points.
pub(crate) fn cut(rings: &[Vec<Point>]) -> Cut {
    let junction = junctions(rings);
    let mut arcs = Arcs::default();
    let mut offset = 0;
    let rings = rings
        .iter()
        .map(|ring| {
            let marks = &junction[offset..offset + ring.len()];
            offset += ring.len();
            arcs.follow(ring, marks)
        })
        .collect();
    Cut { arcs: arcs.arcs, rings }
}

/// For each point of each ring, in order, whether it is a junction.
fn junctions(rings: &[Vec<Point>]) -> Vec<bool> {
    let count = rings.iter().map(Vec::len).sum();
    let mut visits: Vec<(Point, u32)> = Vec::with_capacity(count);
    let mut neighbours: Vec<[Point; 2]> = Vec::with_capacity(count);
    for ring in rings {
        for (rank, &point) in ring.iter().enumerate() {
            let before = ring[(rank + ring.len() - 1) % ring.len()];
            let after = ring[(rank + 1) % ring.len()];
            visits.push((point, neighbours.len() as u32));
            neighbours.push([before.min(after), before.max(after)]);
        }
    }
    visits.par_sort_unstable();
    let mut junction = vec![false; count];
    for group in visits.chunk_by(|a, b| a.0 == b.0) {
        let first = neighbours[group[0].1 as usize];
        if group.iter().any(|visit| neighbours[visit.1 as usize] != first) {
            for visit in group {
                junction[visit.1 as usize] = true;
            }
        }
    }
    junction
}

#[derive(Default)]
struct Arcs {
    arcs: Vec<Vec<Point>>,
    /// An arc is known by its first step: from a junction, a direction leads to one place only.
    by_first_step: HashMap<[Point; 2], i32>,
}

impl Arcs {
    fn follow(&mut self, ring: &[Point], marks: &[bool]) -> Vec<i32> {
        let Some(start) = marks.iter().position(|&mark| mark) else {
            return vec![self.keep(closed_from_lowest(ring))];
        };
        let mut refs = Vec::new();
        let mut arc = vec![ring[start]];
        for step in 1..=ring.len() {
            let rank = (start + step) % ring.len();
            arc.push(ring[rank]);
            if marks[rank] {
                refs.push(self.keep(std::mem::replace(&mut arc, vec![ring[rank]])));
            }
        }
        refs
    }

    fn keep(&mut self, mut arc: Vec<Point>) -> i32 {
        let forward = [arc[0], arc[1]];
        let backward = [arc[arc.len() - 1], arc[arc.len() - 2]];
        let reversed = backward < forward;
        let next = self.arcs.len() as i32;
        let rank = *self.by_first_step.entry(forward.min(backward)).or_insert(next);
        if rank == next {
            if reversed {
                arc.reverse();
            }
            self.arcs.push(arc);
        }
        if reversed { !rank } else { rank }
    }
}

/// A ring without junction, closed and turned so that every ring on the same points starts alike.
fn closed_from_lowest(ring: &[Point]) -> Vec<Point> {
    let start = ring.iter().enumerate().min_by_key(|(_, point)| **point).map_or(0, |(rank, _)| rank);
    (0..=ring.len()).map(|step| ring[(start + step) % ring.len()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_squares_share_one_arc_and_keep_one_each() {
        let left = vec![[0, 0], [10, 0], [10, 5], [10, 10], [0, 10]];
        let right = vec![[10, 0], [20, 0], [20, 10], [10, 10], [10, 5]];
        let cut = cut(&[left, right]);
        assert_eq!(cut.arcs.len(), 3);
        let shared: Vec<i32> =
            cut.rings[0].iter().copied().filter(|&arc| cut.rings[1].contains(&!arc)).collect();
        assert_eq!(shared.len(), 1);
        let rank = if shared[0] < 0 { !shared[0] } else { shared[0] };
        assert_eq!(cut.arcs[rank as usize].len(), 3);
    }

    #[test]
    fn an_enclave_and_the_hole_it_fills_are_one_arc() {
        let hole = vec![[5, 5], [5, 6], [6, 6], [6, 5]];
        let enclave = vec![[6, 6], [5, 6], [5, 5], [6, 5]];
        let cut = cut(&[hole, enclave]);
        assert_eq!(cut.arcs.len(), 1);
        assert_eq!(cut.rings, vec![vec![0], vec![!0]]);
    }
}
