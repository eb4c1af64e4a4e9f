//! Task b: accessibility to doctors. Whole computation, one doctor who leaves, pairs within twenty minutes.
//!
//! `crates/territory/examples/accessibility.rs` runs this very file without the rest of the program.

use std::fmt::Write;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use territory::accessibility::{Accessibility, Catchment, Decay, Pair, Place, Step, Travel, pairs_within};

use super::outcome::{Outcome, unknown};

/// The steps of the files of comparison, which are not those of the DREES.
const STEPS: [Step; 3] =
    [Step { up_to: 10.0, weight: 1.0 }, Step { up_to: 15.0, weight: 0.3 }, Step { up_to: 20.0, weight: 0.1 }];
const TRAVEL: Travel = Travel { detour: 1.3, limit: 20.0 };
/// Whole computations in a run; the median is told.
const RUNS: usize = 15;

/// Runs a case on the files of `data`; values by place are written to `out`.
pub fn run(case: &str, data: &Path, out: &Path) -> Result<Outcome, String> {
    let level =
        |name| if name == "iris" { Ok(Level::Iris) } else { Level::commune(name).ok_or(unknown(case)) };
    match case.split_once('-') {
        None => whole(&World::read(data, level(case)?)?, out),
        Some(("whatif", name)) => leaving(&World::read(data, level(name)?)?, data),
        Some(("od", name)) => pairs(data, level(name)?),
        Some(_) => Err(unknown(case)),
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Level {
    Commune,
    Iris,
}

impl Level {
    fn commune(name: &str) -> Option<Self> {
        (name == "commune").then_some(Level::Commune)
    }

    fn name(self) -> &'static str {
        match self {
            Level::Commune => "commune",
            Level::Iris => "iris",
        }
    }
}

struct World {
    level: Level,
    catchment: Catchment,
    decay: Decay,
    people: Vec<f64>,
    supply: Vec<f64>,
}

impl World {
    fn read(data: &Path, level: Level) -> Result<Self, String> {
        let (places, people) = match level {
            Level::Commune => ("communes.csv", "pop_std"),
            Level::Iris => ("iris.csv", "pop_std"),
        };
        let table = Table::read(&data.join(places))?;
        let (x, y, people) = (table.column("x")?, table.column("y")?, table.column(people)?);
        let positions: Vec<[f64; 2]> = x.into_iter().zip(y).map(|(x, y)| [x, y]).collect();
        let doctors = Table::read(&data.join("gps.csv"))?;
        let mut supply = vec![0.0; people.len()];
        for (place, acts) in doctors.column(level.name())?.into_iter().zip(doctors.column("acts")?) {
            let slot = supply.get_mut(place as usize);
            *slot.ok_or("gps.csv : un lieu n’existe pas.")? += acts;
        }
        let matrix = match level {
            Level::Commune => matrix_of_text(data)?,
            Level::Iris => matrix_of_bytes(data)?,
        };
        let catchment = Catchment::from_matrix_at(&positions, &matrix).map_err(|e| e.to_string())?;
        let decay = Decay::steps(&STEPS).map_err(|e| e.to_string())?;
        Ok(Self { level, catchment, decay, people, supply })
    }

    fn compute(&self) -> Result<Accessibility<'_>, String> {
        Accessibility::compute(&self.catchment, &self.people, &self.supply, &self.decay)
            .map_err(|e| e.to_string())
    }
}

fn whole(world: &World, out: &Path) -> Result<Outcome, String> {
    let mut times = Vec::with_capacity(RUNS);
    let mut values = Vec::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        values = black_box(world.compute()?.values());
        times.push(start.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    let mut text = String::from("id,apl\n");
    for (id, value) in values.iter().enumerate() {
        let _ = writeln!(text, "{id},{value:.12}");
    }
    let path = out.join(format!("b_apl_{}_cpts-rust.csv", world.level.name()));
    fs::write(&path, text).map_err(|error| sentence(&path, &error))?;
    let shared: f64 = values.iter().zip(&world.people).map(|(value, people)| value * people).sum();
    let offered: f64 = world.supply.iter().sum();
    Ok(Outcome::new(times[RUNS / 2])
        .number("conserved_rel", (shared / offered - 1.0).abs())
        .number("sumA", values.iter().sum())
        .whole("pairs", world.catchment.pairs() as u64)
        .whole("zero_places", values.iter().filter(|value| **value == 0.0).count() as u64))
}

/// One hundred doctors leave, one at a time, each from the same world.
fn leaving(world: &World, data: &Path) -> Result<Outcome, String> {
    let doctors = Table::read(&data.join("gps.csv"))?;
    let (places, acts) = (doctors.column(world.level.name())?, doctors.column("acts")?);
    let leavers = Table::read(&data.join("b_whatif_gps.csv"))?.column("gp")?;
    let mut now = world.compute()?;
    let before = now.values();
    // The first move makes room for all the others.
    now.move_supply(0, 0.0).map_err(|e| e.to_string())?;
    let (mut seconds, mut check, mut touched) = (0.0, 0.0, 0);
    for doctor in &leavers {
        let (place, acts) = (places[*doctor as usize] as u32, acts[*doctor as usize]);
        let start = Instant::now();
        let changes = now.move_supply(place, -acts).map_err(|e| e.to_string())?;
        check += changes
            .iter()
            .map(|change| (change.after - change.before) * world.people[change.place as usize])
            .sum::<f64>();
        seconds += start.elapsed().as_secs_f64();
        touched += changes.len();
        now.move_supply(place, acts).map_err(|e| e.to_string())?;
    }
    let count = leavers.len().max(1) as f64;
    Ok(Outcome::new(seconds / count)
        .number("check", (check * 1000.0).round() / 1000.0)
        .number("places_changed_mean", touched as f64 / count)
        .whole("restored", u64::from(now.values() == before)))
}

fn pairs(data: &Path, level: Level) -> Result<Outcome, String> {
    let communes = Table::read(&data.join("communes.csv"))?;
    let speeds = communes.column("speed")?;
    let table = if level == Level::Iris { Table::read(&data.join("iris.csv"))? } else { communes };
    let speed_of = |place: usize, commune: f64| match level {
        Level::Commune => speeds[place],
        Level::Iris => speeds[commune as usize],
    };
    let commune = table.column(if level == Level::Iris { "commune" } else { "id" })?;
    let positions = table.column("x")?.into_iter().zip(table.column("y")?).zip(commune).enumerate();
    let places: Vec<Place> = positions
        .map(|(place, ((x, y), commune))| Place { at: [x, y], speed: speed_of(place, commune) })
        .collect();
    let mut has_supply = vec![false; places.len()];
    for place in Table::read(&data.join("gps.csv"))?.column(level.name())? {
        has_supply[place as usize] = true;
    }
    let start = Instant::now();
    let within = pairs_within(&places, &has_supply, TRAVEL).map_err(|e| e.to_string())?;
    let seconds = start.elapsed().as_secs_f64();
    let found = within.len();
    let catchment = Catchment::from_within(within).map_err(|e| e.to_string())?;
    let both = start.elapsed().as_secs_f64();
    Ok(Outcome::new(seconds)
        .whole("pairs_le_20min", found as u64)
        .number("both_sides_s", both)
        .whole("places", catchment.places() as u64))
}

/// A table of numbers with a header.
struct Table {
    name: String,
    header: Vec<String>,
    rows: Vec<Vec<f64>>,
}

impl Table {
    fn read(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(|error| sentence(path, &error))?;
        let name = path.display().to_string();
        let mut lines = text.lines();
        let header = lines.next().unwrap_or_default().split(',').map(str::to_owned).collect();
        let row = |line: &str| line.split(',').map(str::parse).collect::<Result<_, _>>();
        let rows: Result<_, _> = lines.map(row).collect();
        let rows = rows.map_err(|error| format!("« {name} » : une valeur n’est pas un nombre ({error})."))?;
        Ok(Self { name, header, rows })
    }

    fn column(&self, name: &str) -> Result<Vec<f64>, String> {
        let rank = self.header.iter().position(|title| title == name);
        let lacking = || format!("« {} » : il manque la colonne « {name} ».", self.name);
        let rank = rank.ok_or_else(lacking)?;
        self.rows.iter().map(|row| row.get(rank).copied().ok_or_else(lacking)).collect()
    }
}

fn matrix_of_text(data: &Path) -> Result<Vec<Pair>, String> {
    let table = Table::read(&data.join("b_od_commune.csv"))?;
    let (from, to) = (table.column("i")?, table.column("j")?);
    let ends = from.into_iter().zip(to).zip(table.column("t")?);
    Ok(ends.map(|((from, to), t)| Pair { from: from as u32, to: to as u32, minutes: t as f32 }).collect())
}

fn matrix_of_bytes(data: &Path) -> Result<Vec<Pair>, String> {
    let read = |name: &str| {
        let path = data.join(name);
        fs::read(&path).map_err(|error| sentence(&path, &error))
    };
    let (from, to, tenths) = (read("b_od_iris.i.u32")?, read("b_od_iris.j.u32")?, read("b_od_iris.t.u16")?);
    let ends = from.as_chunks().0.iter().zip(to.as_chunks().0).zip(tenths.as_chunks().0);
    Ok(ends
        .map(|((from, to), tenths)| Pair {
            from: u32::from_le_bytes(*from),
            to: u32::from_le_bytes(*to),
            minutes: f32::from(u16::from_le_bytes(*tenths)) / 10.0,
        })
        .collect())
}

fn sentence(path: &Path, error: &std::io::Error) -> String {
    format!("« {} » : {error}.", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three communes 12, 18 and 8 minutes apart, as in the cases worked by hand.
    fn three_communes(folder: &Path) {
        let matrix =
            "i,j,t\n0,0,0.0\n0,1,12.0\n0,2,18.0\n1,0,12.0\n1,1,0.0\n1,2,8.0\n2,0,18.0\n2,1,8.0\n2,2,0.0\n";
        for (name, text) in [
            ("communes.csv", "id,x,y,pop_std,speed\n0,0,0,1000,50\n1,7000,0,500,50\n2,9000,9000,300,50\n"),
            ("gps.csv", "id,commune,iris,acts\n0,0,0,6000\n1,2,2,1500\n"),
            ("b_whatif_gps.csv", "gp\n1\n"),
            ("b_od_commune.csv", matrix),
        ] {
            fs::write(folder.join(name), text).unwrap();
        }
    }

    #[test]
    fn each_case_says_its_figures() {
        let folder = std::env::temp_dir().join(format!("maillage-bench-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        three_communes(&folder);
        let line = |case: &str| run(case, &folder, &folder).map(|outcome| outcome.line());
        assert!(line("commune").unwrap().contains("\"pairs\":9,\"zero_places\":0"));
        let written = fs::read_to_string(folder.join("b_apl_commune_cpts-rust.csv")).unwrap();
        assert!(written.starts_with("id,apl\n0,5.251412429379\n1,3.1920903954"), "{written}");
        let leaving = line("whatif-commune").unwrap();
        assert!(
            leaving.contains("\"check\":-1500.0,\"places_changed_mean\":3.0,\"restored\":1"),
            "{leaving}"
        );
        // 7 km at 50 km/h with a detour: 10.9 minutes; 9.2 km: 14.4; 12.7 km: 19.9. The third has no doctor.
        assert!(line("od-commune").unwrap().contains("\"pairs_le_20min\":6"));
        for wrong in ["", "canton", "whatif-canton", "od-canton", "other-commune"] {
            assert!(line(wrong).is_err_and(|sentence| sentence.contains("n’existe pas")), "{wrong}");
        }
        assert!(line("iris").is_err_and(|sentence| sentence.contains("iris.csv")));
        fs::remove_dir_all(&folder).unwrap();
    }
}
