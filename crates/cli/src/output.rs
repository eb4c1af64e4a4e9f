//! The only place that writes to the terminal.

use std::io::{self, IsTerminal, Write};

use crate::failure::Failure;

/// Writes a line on the standard output.
pub fn line(text: impl AsRef<str>) -> Result<(), Failure> {
    bytes(format!("{}\n", text.as_ref()).as_bytes())
}

/// Writes bytes on the standard output, as they are.
pub fn bytes(content: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(content).and_then(|()| out.flush()) {
        // The reader of the pipe has seen enough: that is no failure.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::write("la sortie standard", &error)),
        Ok(()) => Ok(()),
    }
}

/// Writes a line for the person who watches. When even that is impossible, nobody is left to tell.
pub fn notice(text: impl AsRef<str>) {
    let _ = writeln!(io::stderr().lock(), "{}", text.as_ref());
}

/// Whether a person watches the messages on a terminal.
pub fn is_watched() -> bool {
    io::stderr().is_terminal()
}
