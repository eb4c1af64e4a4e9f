//! Running the binary in a folder of its own, without the settings of the machine.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// What a run left.
pub struct Ran {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Error output.
    pub err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The binary, ready to run in `folder`.
pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_maillage"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    for name in [
        "DATABASE_URL",
        "PORT",
        "MAILLAGE_CONFIG",
        "MAILLAGE_ADRESSE",
        "MAILLAGE_DONNEES",
        "MAILLAGE_JOURNAL",
        "MAILLAGE_NIVEAU",
        "MAILLAGE_FETCH_MIROIR",
        "MAILLAGE_ADRESSE_PUBLIQUE",
        "MAILLAGE_CLES",
        "MAILLAGE_FICHIER_CLES",
        "MAILLAGE_SAUVEGARDES",
        "MAILLAGE_MANDATAIRES",
        "MAILLAGE_SMTP_MOT_DE_PASSE",
    ] {
        command.env_remove(name);
    }
    // Proxies of the machine must not answer for a local server.
    command.env("NO_PROXY", "127.0.0.1");
    command
}

/// Runs the binary to its end.
pub fn run(folder: &Path, arguments: &[&str]) -> Ran {
    command(folder, arguments).output().unwrap().into()
}

/// Runs the binary with a text on its standard input.
pub fn run_with(folder: &Path, arguments: &[&str], input: &str) -> Ran {
    let mut child = command(folder, arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap().into()
}
