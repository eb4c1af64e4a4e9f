//! Time to read national files and a very large pipe-separated one, as a ratio to a plain read of the
//! same file.
//!
//! `cargo bench -p opendata`. `MAILLAGE_BENCH_BYTES` is the size of the large file (1 GB unless told);
//! the files are made in a temporary folder and deleted.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use opendata::stream::{Delimited, Dialect};
use opendata::{Context, Input, Silent, read};

const COMMUNES: u32 = 35_000;
const MOVEMENTS: u32 = 13_700;

type Writer = fn(&mut dyn Write) -> io::Result<()>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // `cargo test --benches` also runs this program: it then only checks that it works.
    let measured = std::env::args().any(|argument| argument == "--bench");
    #[expect(clippy::disallowed_methods, reason = "the size of a bench is a setting of the machine")]
    let asked = std::env::var("MAILLAGE_BENCH_BYTES").ok().and_then(|bytes| bytes.parse().ok());
    let bytes = if measured { asked.unwrap_or(1_000_000_000) } else { 1_000_000 };
    let folder = tempfile::tempdir()?;
    println!("{:<28} {:>10} {:>10} {:>8} {:>9}", "file", "plain read", "import", "ratio", "MB/s");
    let files: [(&str, Writer); 4] = [
        ("v_commune_2026.csv", communes),
        ("v_mvt_commune_2026.csv", movements),
        ("donnees_communes_2023.csv", populations),
        ("base-cc-2022.csv", ages),
    ];
    let mut total = Duration::ZERO;
    for (name, write) in files {
        let path = folder.path().join(name);
        make(&path, write)?;
        let plain = best(3, || plain_read(&path))?;
        let import = best(3, || {
            let readings = read(Input::path(&path), &Context::default(), &mut Silent);
            readings.map(|_| ()).map_err(|error| io::Error::other(error.to_string()))
        })?;
        total += import;
        report(name, &path, plain, import)?;
    }
    println!("the four national files together: {total:.2?}\n");
    let path = folder.path().join("activites.txt");
    make(&path, |out| pipes(out, bytes))?;
    let plain = best(2, || plain_read(&path))?;
    let stream = best(2, || stream_pipes(&path))?;
    report("pipe-separated", &path, plain, stream)?;
    if let Some(peak) = peak_memory() {
        println!("peak memory of the whole bench: {peak}");
    }
    Ok(())
}

fn make(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    write(&mut out)?;
    out.flush()
}

fn best(times: u32, mut work: impl FnMut() -> io::Result<()>) -> io::Result<Duration> {
    let mut shortest = Duration::MAX;
    for _ in 0..times {
        let start = Instant::now();
        work()?;
        shortest = shortest.min(start.elapsed());
    }
    Ok(shortest)
}

fn plain_read(path: &Path) -> io::Result<()> {
    let mut file = File::open(path)?;
    let mut buffer = vec![0; 256 * 1024];
    while file.read(&mut buffer)? > 0 {}
    Ok(())
}

/// Reads every row and looks at a few fields of each, as a count of professionals does.
fn stream_pipes(path: &Path) -> io::Result<()> {
    let mut reader = Delimited::new(File::open(path)?, Dialect::of(b'|'));
    let mut kept = 0_u64;
    while let Some(row) = reader.next_row()? {
        let is = |rank: usize, expected: &[u8]| row.get(rank) == Some(expected);
        kept += u64::from(
            is(9, b"10") && is(17, b"L") && row.get(36).is_some_and(|code| code.starts_with(b"66")),
        );
    }
    std::hint::black_box(kept);
    Ok(())
}

fn report(name: &str, path: &Path, plain: Duration, import: Duration) -> io::Result<()> {
    let megabytes = path.metadata()?.len() as f64 / 1e6;
    let ratio = import.as_secs_f64() / plain.as_secs_f64();
    let speed = megabytes / import.as_secs_f64();
    println!("{name:<28} {plain:>10.2?} {import:>10.2?} {ratio:>8.1} {speed:>9.0}");
    Ok(())
}

/// `VmHWM` of Linux; nothing elsewhere.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}

/// A commune code of metropolitan France for a rank: 365 a département.
fn code(rank: u32) -> String {
    let departement = rank / 365 + 1;
    // Corsica has letters and no 20.
    let departement = if departement >= 20 { departement + 1 } else { departement };
    format!("{departement:02}{:03}", rank % 365 + 1)
}

fn communes(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT\r")?;
    for rank in 0..COMMUNES {
        let code = code(rank);
        let departement = &code[..2];
        writeln!(
            out,
            "COM,{code},84,{departement},{departement}D,{departement}1,5,BOURG {rank},Bourg-Éloi {rank},Bourg-Éloi {rank},{departement}08,\r"
        )?;
    }
    Ok(())
}

fn movements(out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,NCC_AV,NCCENR_AV,LIBELLE_AV,TYPECOM_AP,COM_AP,TNCC_AP,NCC_AP,NCCENR_AP,LIBELLE_AP\r"
    )?;
    for rank in 0..MOVEMENTS {
        let (before, after) = (code(rank), code(rank + 1));
        writeln!(
            out,
            "32,2019-01-01,COM,{before},0,BOURG,Bourg,Bourg {rank},COM,{after},0,BOURG,Bourg,Bourg {rank}\r"
        )?;
    }
    Ok(())
}

fn populations(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "REG;Région;DEP;CODARR;CODCAN;CODCOM;COM;Commune;PMUN;PCAP;PTOT\r")?;
    for rank in 0..COMMUNES {
        let code = code(rank);
        let (departement, number) = code.split_at(2);
        writeln!(
            out,
            "84;Auvergne-Rhône-Alpes;{departement};2;08;{number};{code};Bourg-Éloi {rank};{rank};16;{}\r",
            rank + 16
        )?;
    }
    Ok(())
}

fn ages(out: &mut dyn Write) -> io::Result<()> {
    const BANDS: [&str; 7] = ["0014", "1529", "3044", "4559", "6074", "7589", "90P"];
    write!(out, "CODGEO;P22_POP")?;
    for prefix in ["POP", "H", "F"] {
        for band in BANDS {
            write!(out, ";P22_{prefix}{band}")?;
        }
    }
    writeln!(out)?;
    for rank in 0..COMMUNES {
        write!(out, "{};{}.5", code(rank), rank + 50)?;
        for column in 0..21 {
            write!(out, ";{}.9379253891507", (rank + column) % 4_000)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The layout of the register of professionals: 52 fields, most of them empty, and a separator at the end.
fn pipes(out: &mut dyn Write, bytes: u64) -> io::Result<()> {
    let mut written = 0;
    let mut rank = 0_u64;
    while written < bytes {
        let line = format!(
            "8|{:011}|8{:011}|DR|Docteur|M|Monsieur|NOM {rank}|PRENOM|10|Médecin|C|Civil|S|Spécialité|SM54|Médecine générale|L|Libéral|{:014}||||1{:08}|CABINET \"DU {rank}\"||||12||RUE|DES LILAS||66000 PERPIGNAN|66000|66136|Perpignan|99|FRANCE|0400000000||||66|Pyrénées-Orientales||S{rank}|SA07|Cabinet individuel||||\n",
            rank, rank, rank, rank
        );
        out.write_all(line.as_bytes())?;
        written += line.len() as u64;
        rank += 1;
    }
    Ok(())
}
