//! What a measured case says of itself.

use std::fmt::Write;

/// The time of a computation and the figures that show it is right.
#[derive(Debug, Default)]
pub struct Outcome {
    seconds: f64,
    quality: Vec<(&'static str, String)>,
}

impl Outcome {
    /// The outcome of a computation that took this time, in seconds.
    pub fn new(seconds: f64) -> Self {
        Self { seconds, quality: Vec::new() }
    }

    /// Adds a whole number.
    pub fn whole(mut self, name: &'static str, value: u64) -> Self {
        self.quality.push((name, value.to_string()));
        self
    }

    /// Adds a number; one that is not finite is written as `null`.
    pub fn number(mut self, name: &'static str, value: f64) -> Self {
        let text = if value.is_finite() { format!("{value:?}") } else { "null".to_owned() };
        self.quality.push((name, text));
        self
    }

    /// Adds a word that needs no escape: a digest, a name.
    pub fn word(mut self, name: &'static str, value: &str) -> Self {
        self.quality.push((name, format!("\"{value}\"")));
        self
    }

    /// The line that the measuring program reads.
    pub fn line(&self) -> String {
        let mut line = format!("{{\"seconds\":{:?},\"quality\":{{", self.seconds);
        for (rank, (name, value)) in self.quality.iter().enumerate() {
            let comma = if rank > 0 { "," } else { "" };
            let _ = write!(line, "{comma}\"{name}\":{value}");
        }
        line.push_str("}}");
        line
    }
}

/// The sentence for a task or a case that is not measured.
pub fn unknown(name: &str) -> String {
    format!("La mesure « {name} » n’existe pas. Voyez docs/methods/performance.md.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_read_by_any_reader_of_json() {
        let outcome = Outcome::new(0.25).whole("rows", 3).number("mean", 2.0).word("sha", "ab");
        assert_eq!(outcome.line(), r#"{"seconds":0.25,"quality":{"rows":3,"mean":2.0,"sha":"ab"}}"#);
        assert_eq!(
            Outcome::new(1.0).number("mean", f64::NAN).line(),
            r#"{"seconds":1.0,"quality":{"mean":null}}"#
        );
    }
}
