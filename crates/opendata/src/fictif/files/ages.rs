//! Ages at the census: `base-cc-evol-struct-pop` and `base-ic-evol-struct-pop`.

use std::io::{self, Write};

use crate::fictif::ages::{Ages, Who};
use crate::fictif::world::{GEOGRAPHY_LAG, Listed, POPULATION_YEARS, Quarter, World};

/// Bands as INSEE names them; 255 is "and over".
type Bands = &'static [(&'static str, u8, u8)];

const FINE: Bands = &[
    ("0002", 0, 2),
    ("0305", 3, 5),
    ("0610", 6, 10),
    ("1117", 11, 17),
    ("1824", 18, 24),
    ("2539", 25, 39),
    ("4054", 40, 54),
    ("5564", 55, 64),
    ("6579", 65, 79),
    ("80P", 80, 255),
];
const BROAD: Bands = &[
    ("0014", 0, 14),
    ("1529", 15, 29),
    ("3044", 30, 44),
    ("4559", 45, 59),
    ("6074", 60, 74),
    ("75P", 75, 255),
];
const BROAD_COMMUNE: Bands = &[
    ("0014", 0, 14),
    ("1529", 15, 29),
    ("3044", 30, 44),
    ("4559", 45, 59),
    ("6074", 60, 74),
    ("7589", 75, 89),
    ("90P", 90, 255),
];
const LARGE: Bands = &[("0019", 0, 19), ("2064", 20, 64), ("65P", 65, 255)];
const WHO: [(Who, &str, &str); 2] = [(Who::Men, "POPH", "H"), (Who::Women, "POPF", "F")];

/// Socio-professional groups and their usual share of the inhabitants of 15 and over.
const GROUPS: [(&str, f64); 8] = [
    ("STAT_GSEC11_21", 0.01),
    ("STAT_GSEC12_22", 0.04),
    ("STAT_GSEC13_23", 0.09),
    ("STAT_GSEC14_24", 0.14),
    ("STAT_GSEC15_25", 0.16),
    ("STAT_GSEC16_26", 0.12),
    ("STAT_GSEC32", 0.28),
    ("STAT_GSEC40", 0.16),
];

/// One column: its title and how it is computed.
struct Column {
    title: String,
    who: Who,
    from: u8,
    to: u8,
    share: f64,
}

pub(super) fn by_iris(world: &World, out: &mut dyn Write) -> io::Result<()> {
    let columns = iris_columns();
    header(out, "IRIS;COM;TYP_IRIS;LAB_IRIS", &columns)?;
    for listed in communes(world) {
        for (quarter, ages) in world.ages(&listed) {
            let commune = &listed.place.code;
            match quarter {
                None => write!(out, "{commune}0000;{commune};Z;5")?,
                Some(Quarter { code, kind, .. }) => write!(out, "{code};{commune};{kind};1")?,
            }
            row(out, &columns, &ages)?;
        }
    }
    Ok(())
}

pub(super) fn by_commune(world: &World, out: &mut dyn Write) -> io::Result<()> {
    let columns = commune_columns();
    header(out, "CODGEO", &columns)?;
    for listed in communes(world) {
        let mut whole = Ages::default();
        for (_, ages) in world.ages(&listed) {
            whole.add(&ages);
        }
        write!(out, "{}", listed.place.code)?;
        row(out, &columns, &whole)?;
    }
    Ok(())
}

fn communes(world: &World) -> Vec<Listed<'_>> {
    world.at(POPULATION_YEARS[1] + GEOGRAPHY_LAG)
}

fn header(out: &mut dyn Write, keys: &str, columns: &[Column]) -> io::Result<()> {
    write!(out, "{keys}")?;
    for column in columns {
        write!(out, ";{}", column.title)?;
    }
    writeln!(out)
}

fn row(out: &mut dyn Write, columns: &[Column], ages: &Ages) -> io::Result<()> {
    for column in columns {
        write!(out, ";{}", decimal(ages.count(column.who, column.from, column.to) * column.share))?;
    }
    writeln!(out)
}

/// As INSEE writes weights: whole when it is whole, else with its decimals.
fn decimal(value: f64) -> String {
    let text = format!("{value:.9}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn iris_columns() -> Vec<Column> {
    let mut columns = vec![all("P22_POP")];
    for bands in [FINE, BROAD, LARGE] {
        columns.extend(banded("P22_POP", Who::All, bands));
    }
    for (who, total, letter) in WHO {
        columns.push(Column { who, ..all(&format!("P22_{total}")) });
        for bands in [BROAD, LARGE] {
            columns.extend(banded(&format!("P22_{letter}"), who, bands));
        }
    }
    for (who, prefix) in [(Who::All, "C22_POP15P"), (Who::Men, "C22_H15P"), (Who::Women, "C22_F15P")] {
        columns.push(Column { who, from: 15, ..all(prefix) });
        let group = |(name, share): &(&str, f64)| Column {
            who,
            from: 15,
            share: *share,
            ..all(&format!("{prefix}_{name}"))
        };
        columns.extend(GROUPS.iter().map(group));
    }
    let shares = [("FR", 0.95), ("ETR", 0.05), ("IMM", 0.08)];
    columns.extend(shares.map(|(name, share)| Column { share, ..all(&format!("P22_POP_{name}")) }));
    columns.push(Column { share: 0.98, ..all("P22_PMEN") });
    columns.push(Column { share: 0.02, ..all("P22_PHORMEN") });
    columns
}

fn commune_columns() -> Vec<Column> {
    let mut columns = vec![all("P22_POP")];
    columns.extend(banded("P22_POP", Who::All, BROAD_COMMUNE));
    for (who, total, letter) in WHO {
        columns.push(Column { who, ..all(&format!("P22_{total}")) });
        for bands in [BROAD_COMMUNE, LARGE] {
            columns.extend(banded(&format!("P22_{letter}"), who, bands));
        }
    }
    columns
}

fn all(title: &str) -> Column {
    Column { title: title.to_owned(), who: Who::All, from: 0, to: 255, share: 1.0 }
}

fn banded(prefix: &str, who: Who, bands: Bands) -> impl Iterator<Item = Column> {
    let prefix = prefix.to_owned();
    bands.iter().map(move |(name, from, to)| Column {
        title: format!("{prefix}{name}"),
        who,
        from: *from,
        to: *to,
        share: 1.0,
    })
}
