//! The geometries of a GeoPackage: a small header, then well-known binary.
//!
//! Source: OGC 12-128r18, GeoPackage Encoding Standard 1.3, 2.1.3; OGC 06-103r4, Simple Features, 8.2.

use territory::geometry::Polygon;

/// The polygons of a blob, or why there are none, in French.
pub(crate) fn polygons(blob: &[u8]) -> Result<Vec<Polygon>, String> {
    let body = body(blob).ok_or_else(damaged)?;
    let mut bytes = Bytes { rest: body, little: true };
    let mut polygons = Vec::new();
    bytes.geometry(&mut polygons, 0)?;
    if polygons.iter().flatten().all(Vec::is_empty) {
        return Err("contour sans aucun point".to_owned());
    }
    Ok(polygons)
}

fn damaged() -> String {
    "contour illisible".to_owned()
}

/// The well-known binary after the GeoPackage header.
fn body(blob: &[u8]) -> Option<&[u8]> {
    let (header, rest) = blob.split_at_checked(8)?;
    if !header.starts_with(b"GP") {
        return None;
    }
    // Bits 1 to 3 of the flags say how long the envelope is.
    let envelope = match (header[3] >> 1) & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return None,
    };
    rest.get(envelope..)
}

struct Bytes<'a> {
    rest: &'a [u8],
    little: bool,
}

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], String> {
        let (taken, rest) = self.rest.split_first_chunk::<N>().ok_or_else(damaged)?;
        self.rest = rest;
        Ok(*taken)
    }

    fn number(&mut self) -> Result<u32, String> {
        let bytes = self.take()?;
        Ok(if self.little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    fn coordinate(&mut self) -> Result<f64, String> {
        let bytes = self.take()?;
        Ok(if self.little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
    }

    fn geometry(&mut self, polygons: &mut Vec<Polygon>, depth: u32) -> Result<(), String> {
        self.little = self.take::<1>()?[0] == 1;
        let kind = self.number()?;
        // Height and measure: 1000, 2000 and 3000 in the standard, high bits in older writers.
        let plain = (kind & 0x0fff_ffff) % 1000;
        let thousands = (kind & 0x0fff_ffff) / 1000;
        let extra = usize::from(matches!(thousands, 1 | 3) || kind & 0x8000_0000 != 0)
            + usize::from(matches!(thousands, 2 | 3) || kind & 0x4000_0000 != 0);
        if kind & 0x2000_0000 != 0 {
            self.number()?;
        }
        match plain {
            3 => polygons.push(self.polygon(extra)?),
            // Several polygons, several surfaces, or a collection.
            6 | 7 | 12 if depth < 4 => {
                for _ in 0..self.number()? {
                    self.geometry(polygons, depth + 1)?;
                }
            }
            1 | 4 => return Err("un point au lieu d’une surface".to_owned()),
            2 | 5 => return Err("une ligne au lieu d’une surface".to_owned()),
            _ => return Err("une forme qui n’est pas un polygone".to_owned()),
        }
        Ok(())
    }

    fn polygon(&mut self, extra: usize) -> Result<Polygon, String> {
        let rings = self.number()?;
        (0..rings).map(|_| self.ring(extra)).collect()
    }

    fn ring(&mut self, extra: usize) -> Result<Vec<[f64; 2]>, String> {
        let points = self.number()? as usize;
        // A damaged count must not ask for more memory than the blob could fill.
        if points > self.rest.len() / 16 {
            return Err(damaged());
        }
        let mut ring = Vec::with_capacity(points);
        for _ in 0..points {
            ring.push([self.coordinate()?, self.coordinate()?]);
            for _ in 0..extra {
                self.coordinate()?;
            }
        }
        Ok(ring)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blob(flags: u8, envelope: usize, body: &[u8]) -> Vec<u8> {
        let mut blob = vec![b'G', b'P', 0, flags, 0, 0, 0, 0];
        blob.extend(std::iter::repeat_n(0, envelope));
        blob.extend(body);
        blob
    }

    fn triangle(kind: u32, little: bool, dimensions: usize) -> Vec<u8> {
        let number = |value: u32| if little { value.to_le_bytes() } else { value.to_be_bytes() };
        let mut body = vec![u8::from(little)];
        for value in [kind, 1, 4] {
            body.extend(number(value));
        }
        for [x, y] in [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]] {
            for value in [x, y, 9.0, 9.0].into_iter().take(dimensions) {
                let value: f64 = value;
                body.extend(if little { value.to_le_bytes() } else { value.to_be_bytes() });
            }
        }
        body
    }

    #[test]
    fn polygons_are_read_in_both_byte_orders_and_with_heights() {
        let expected = vec![vec![vec![[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]]];
        assert_eq!(polygons(&blob(1, 0, &triangle(3, true, 2))), Ok(expected.clone()));
        assert_eq!(polygons(&blob(3, 32, &triangle(3, false, 2))), Ok(expected.clone()));
        assert_eq!(polygons(&blob(5, 48, &triangle(1003, true, 3))), Ok(expected.clone()));
        assert_eq!(polygons(&blob(9, 64, &triangle(3003, true, 4))), Ok(expected));
    }

    #[test]
    fn damaged_blobs_are_refused_wherever_they_are_cut() {
        let whole = blob(1, 0, &triangle(3, true, 2));
        for end in 0..whole.len() {
            assert!(polygons(&whole[..end]).is_err(), "{end}");
        }
        let mut greedy = blob(1, 0, &triangle(3, true, 2));
        greedy[17..21].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(polygons(&greedy).is_err());
    }

    #[test]
    fn points_and_lines_are_not_surfaces() {
        assert!(polygons(&blob(1, 0, &triangle(1, true, 2))).unwrap_err().contains("point"));
        assert!(polygons(&blob(1, 0, &triangle(1002, true, 3))).unwrap_err().contains("ligne"));
    }
}
