//! Who touches whom, at the finest level that the maps allow.

use std::collections::HashMap;

use crate::codes::UnitCode;
use crate::geometry::{Border, Contours, STEPS_PER_DEGREE};

/// Contours without their drawing: areas and borders. The drawing is loaded by département when a map asks for it.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ContourIndex {
    /// Areas.
    pub areas: Vec<AreaFacts>,
    /// Pairs that share a border.
    pub borders: Vec<Border>,
    /// Areas that touch the edge of the map: sea, frontier, département without contours.
    pub edge: Vec<UnitCode>,
}

impl ContourIndex {
    /// Takes the facts out of drawn contours.
    pub fn of(contours: &Contours) -> Self {
        let areas = contours.parts.iter().flat_map(|part| &part.topology.areas).map(|area| AreaFacts {
            code: area.code,
            name: area.name.clone(),
            iris_type: area.iris_type,
            area_km2: area.area_km2,
            place: Some(area.label_point.map(|step| f64::from(step) / STEPS_PER_DEGREE)),
        });
        Self { areas: areas.collect(), borders: contours.borders.clone(), edge: edge(contours) }
    }
}

/// The areas that have a border with nobody, looking across départements.
fn edge(contours: &Contours) -> Vec<UnitCode> {
    let mut users: HashMap<Vec<[i32; 2]>, Vec<UnitCode>> = HashMap::new();
    for part in &contours.parts {
        let arcs: Vec<Vec<[i32; 2]>> = part.topology.arcs.iter().map(|arc| undirected(arc)).collect();
        for area in &part.topology.areas {
            for arc in area.polygons.iter().flatten().flatten() {
                let rank = if *arc < 0 { !*arc } else { *arc } as usize;
                users.entry(arcs[rank].clone()).or_default().push(area.code);
            }
        }
    }
    let mut edge: Vec<UnitCode> = users.into_values().filter(|users| users.len() == 1).flatten().collect();
    edge.sort_unstable();
    edge.dedup();
    edge
}

/// The points of an arc, the same whichever way it was stored.
fn undirected(arc: &[[i32; 2]]) -> Vec<[i32; 2]> {
    let mut at = [0, 0];
    let forward: Vec<[i32; 2]> = arc
        .iter()
        .map(|[x, y]| {
            at = [at[0] + x, at[1] + y];
            at
        })
        .collect();
    let backward: Vec<[i32; 2]> = forward.iter().rev().copied().collect();
    forward.min(backward)
}

/// What is known of an area without drawing it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct AreaFacts {
    /// Code.
    pub code: UnitCode,
    /// Name.
    pub name: String,
    /// Type of IRIS: H, A, D or Z.
    pub iris_type: Option<char>,
    /// Surface in square kilometres.
    pub area_km2: f64,
    /// A point inside, longitude and latitude in degrees; absent from maps imported before it was kept.
    #[serde(default)]
    pub place: Option<[f64; 2]>,
}

/// Neighbourhood of atoms: IRIS where they are mapped, communes elsewhere.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    atoms: Vec<UnitCode>,
    index: HashMap<UnitCode, u32>,
    neighbours: Vec<Vec<u32>>,
    edge: Vec<bool>,
}

impl Graph {
    /// A graph over `atoms`, with the borders that join two of them.
    pub fn new<'a>(
        atoms: Vec<UnitCode>,
        borders: impl Iterator<Item = &'a Border>,
        edge: impl Iterator<Item = UnitCode>,
    ) -> Self {
        let index: HashMap<UnitCode, u32> = atoms.iter().zip(0..).map(|(code, rank)| (*code, rank)).collect();
        let mut neighbours = vec![Vec::new(); atoms.len()];
        for border in borders {
            if let (Some(a), Some(b)) = (index.get(&border.a), index.get(&border.b)) {
                neighbours[*a as usize].push(*b);
                neighbours[*b as usize].push(*a);
            }
        }
        for list in &mut neighbours {
            list.sort_unstable();
            list.dedup();
        }
        let mut on_edge = vec![false; atoms.len()];
        for code in edge {
            if let Some(rank) = index.get(&code) {
                on_edge[*rank as usize] = true;
            }
        }
        Self { atoms, index, neighbours, edge: on_edge }
    }

    /// The code of an atom.
    pub fn code(&self, atom: u32) -> UnitCode {
        self.atoms[atom as usize]
    }

    /// The atom of a code, when it is mapped at this level.
    pub fn atom(&self, code: UnitCode) -> Option<u32> {
        self.index.get(&code).copied()
    }

    /// Number of atoms.
    pub fn len(&self) -> usize {
        self.atoms.len()
    }

    /// Whether nothing is mapped.
    pub fn is_empty(&self) -> bool {
        self.atoms.is_empty()
    }

    /// Atoms that share a border with `atom`.
    pub fn neighbours(&self, atom: u32) -> &[u32] {
        &self.neighbours[atom as usize]
    }

    /// The connected parts of a set of atoms, largest first.
    pub fn parts(&self, members: &[u32]) -> Vec<Vec<u32>> {
        let mut inside = vec![false; self.atoms.len()];
        for member in members {
            inside[*member as usize] = true;
        }
        let mut parts = Vec::new();
        for member in members {
            if inside[*member as usize] {
                parts.push(self.flood(*member, &mut inside));
            }
        }
        parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
        parts
    }

    /// Takes out of `open` everything reachable from `start`.
    fn flood(&self, start: u32, open: &mut [bool]) -> Vec<u32> {
        let mut reached = vec![start];
        open[start as usize] = false;
        let mut next = 0;
        while next < reached.len() {
            for neighbour in self.neighbours(reached[next]) {
                if open[*neighbour as usize] {
                    open[*neighbour as usize] = false;
                    reached.push(*neighbour);
                }
            }
            next += 1;
        }
        reached
    }

    /// Atoms outside that touch the set, sorted.
    pub fn outside(&self, members: &[u32]) -> Vec<u32> {
        let mut inside = vec![false; self.atoms.len()];
        for member in members {
            inside[*member as usize] = true;
        }
        let mut outside: Vec<u32> = members
            .iter()
            .flat_map(|member| self.neighbours(*member))
            .copied()
            .filter(|neighbour| !inside[*neighbour as usize])
            .collect();
        outside.sort_unstable();
        outside.dedup();
        outside
    }

    /// Groups of atoms left out but enclosed: from them, the edge of the map cannot be reached without crossing the set.
    pub fn holes(&self, members: &[u32]) -> Vec<Vec<u32>> {
        let mut open = vec![true; self.atoms.len()];
        for member in members {
            open[*member as usize] = false;
        }
        let mut holes = Vec::new();
        for start in self.outside(members) {
            if open[start as usize] {
                let group = self.flood(start, &mut open);
                if !group.iter().any(|atom| self.edge[*atom as usize]) {
                    holes.push(group);
                }
            }
        }
        holes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A grid of `n` × `n` communes named by row and column, its rim on the edge of the map.
    fn grid(n: u32) -> Graph {
        let code = |row: u32, column: u32| -> UnitCode { format!("96{row}{column:02}").parse().unwrap() };
        let mut atoms = Vec::new();
        let mut borders = Vec::new();
        let mut edge = Vec::new();
        for row in 0..n {
            for column in 0..n {
                let a = code(row, column);
                atoms.push(a);
                if row + 1 < n {
                    borders.push(Border { a, b: code(row + 1, column), length_m: 1.0 });
                }
                if column + 1 < n {
                    borders.push(Border { a, b: code(row, column + 1), length_m: 1.0 });
                }
                if row == 0 || column == 0 || row + 1 == n || column + 1 == n {
                    edge.push(a);
                }
            }
        }
        Graph::new(atoms, borders.iter(), edge.into_iter())
    }

    #[test]
    fn a_ring_has_a_hole_and_an_open_ring_has_none() {
        let graph = grid(5);
        let ring: Vec<u32> = [6, 7, 8, 11, 13, 16, 17, 18].to_vec();
        assert_eq!(graph.holes(&ring), [[12]]);
        let open: Vec<u32> = ring.iter().copied().filter(|atom| *atom != 7).collect();
        assert!(graph.holes(&open).is_empty(), "the middle reaches the rim through the gap");
        assert_eq!(graph.parts(&ring).len(), 1);
    }

    #[test]
    fn the_edge_of_the_map_is_where_a_border_has_one_side_only() {
        use crate::geometry::{BuildOptions, RawArea, build};
        let square = |code: &str, x: f64, y: f64| RawArea {
            code: code.parse().unwrap(),
            name: code.into(),
            iris_type: None,
            polygons: vec![vec![vec![[x, y], [x + 0.1, y], [x + 0.1, y + 0.1], [x, y + 0.1], [x, y]]]],
        };
        let cells =
            (0..9).map(|n| square(&format!("9600{n}"), f64::from(n % 3) * 0.1, f64::from(n / 3) * 0.1));
        let contours = build(cells.collect(), &BuildOptions { tolerance_m: 0.0 }).unwrap();
        let index = ContourIndex::of(&contours);
        assert_eq!(index.areas.len(), 9);
        assert!(!index.edge.contains(&"96004".parse().unwrap()), "the middle has a neighbour on every side");
        assert_eq!(index.edge.len(), 8);
    }

    #[test]
    fn corners_do_not_connect() {
        let graph = grid(3);
        let parts = graph.parts(&[0, 4, 1, 8]);
        assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [3, 1]);
        assert_eq!(graph.outside(&[0]), [1, 3]);
    }
}
