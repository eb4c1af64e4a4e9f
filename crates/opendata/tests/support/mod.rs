//! Small invented files for the tests of this folder.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, reason = "writing to memory; a failure here is a failed test")]

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use opendata::{Context, Input, ReadError, Reading, Silent, read};
use zip::write::SimpleFileOptions;

/// Six communes of an invented département.
pub const COMMUNES: &str = "\
TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT\r
COM,95001,11,95,95D,951,0,AIGREFONT,Aigrefont,Aigrefont,9501,\r
COM,95002,11,95,95D,951,5,ETANG,Étang,L'Étang,9501,\r
COM,95003,11,95,95D,951,2,CEDRES,Cèdres,Les Cèdres,9501,\r
COMD,95004,,,,,0,VIEUX CEDRES,Vieux-Cèdres,Vieux-Cèdres,,95003\r
COM,95005,11,95,95D,951,0,MONTAVAL,Montaval,Montaval,9501,\r
COM,95006,11,95,95D,951,0,SAINT OULPH,Saint-Oulph,Saint-Oulph,9501,\r
";

/// Populations of the same communes.
pub const POPULATIONS: &str = "\
REG;Région;DEP;CODARR;CODCAN;CODCOM;COM;Commune;PMUN;PCAP;PTOT\r
11;Île-de-France;95;1;01;001;95001;Aigrefont;1200;16;1216\r
11;Île-de-France;95;1;01;002;95002;L'Étang;300;2;302\r
11;Île-de-France;95;1;01;003;95003;Les Cèdres;54;0;54\r
11;Île-de-France;95;1;01;005;95005;Montaval;2446;10;2456\r
";

/// Ages by IRIS with decimals, a missing value and an undivided commune.
pub const IRIS: &str = "\
IRIS;COM;TYP_IRIS;LAB_IRIS;P22_POP;P22_POP0014;P22_POP1564;P22_POP65P;P22_H0014;P22_F0014;C22_POP15P
950010101;95001;H;1;700.5;100.25;400.25;200;50;50.25;600
950010102;95001;H;1;499.5;80;300;119.5;40;40;419
950020000;95002;Z;5;300;;200;50;;;250
";

pub fn read_text(name: &str, text: impl Into<Vec<u8>>) -> Result<Vec<Reading>, ReadError> {
    read(Input::bytes(name, text), &Context::default(), &mut Silent)
}

pub fn one(name: &str, text: impl Into<Vec<u8>>) -> Reading {
    let mut readings = read_text(name, text).unwrap_or_else(|error| panic!("{}", error.sentence()));
    assert_eq!(readings.len(), 1);
    readings.remove(0)
}

pub fn refused(name: &str, text: impl Into<Vec<u8>>) -> ReadError {
    read_text(name, text).expect_err("the file should be refused")
}

pub fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

pub fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in members {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

pub fn latin1(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_1252.encode(text).0.into_owned()
}
