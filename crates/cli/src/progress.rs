//! How far a long reading or download is: a bar for a person, a few lines for a log.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use opendata::Progress;

use crate::output;

/// The face that suits where the messages go.
pub fn face() -> Box<dyn Progress + Send> {
    if output::is_watched() { Box::new(Bar::default()) } else { Box::new(Lines::default()) }
}

/// `12,3 Mo`, `53,8 Go`.
pub fn size(bytes: u64) -> String {
    let bytes = bytes as f64;
    let text = if bytes < 1e9 { format!("{:.1} Mo", bytes / 1e6) } else { format!("{:.1} Go", bytes / 1e9) };
    text.replace('.', ",")
}

/// A bar that is drawn again and again.
#[derive(Default)]
struct Bar(Option<ProgressBar>);

impl Progress for Bar {
    fn start(&mut self, what: &str, total_bytes: Option<u64>) {
        self.finish();
        let bar = match total_bytes {
            Some(total) => ProgressBar::new(total)
                .with_style(style("{msg}  {wide_bar:.cyan/dim} {percent:>3} %  {bytes} sur {total_bytes}")),
            None => ProgressBar::new_spinner().with_style(style("{spinner} {msg}  {bytes}")),
        };
        bar.set_message(what.to_owned());
        self.0 = Some(bar);
    }

    fn advance(&mut self, bytes: u64) {
        if let Some(bar) = &self.0 {
            bar.inc(bytes);
        }
    }

    fn finish(&mut self) {
        if let Some(bar) = self.0.take() {
            bar.finish_and_clear();
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.finish();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// A line after 2 seconds, then 4, 8, 16…: short work says nothing, long work does not fill the log.
#[derive(Default)]
struct Lines(Option<Work>);

struct Work {
    what: String,
    total: Option<u64>,
    done: u64,
    since: Instant,
    next: Duration,
}

const FIRST_LINE: Duration = Duration::from_secs(2);

impl Progress for Lines {
    fn start(&mut self, what: &str, total_bytes: Option<u64>) {
        self.0 = Some(Work {
            what: what.to_owned(),
            total: total_bytes,
            done: 0,
            since: Instant::now(),
            next: FIRST_LINE,
        });
    }

    fn advance(&mut self, bytes: u64) {
        let Some(work) = &mut self.0 else { return };
        work.done += bytes;
        if let Some(line) = work.line(work.since.elapsed()) {
            output::notice(line);
        }
    }

    fn finish(&mut self) {
        self.0 = None;
    }
}

impl Work {
    /// The line to write now, if its time has come.
    fn line(&mut self, elapsed: Duration) -> Option<String> {
        if elapsed < self.next {
            return None;
        }
        while self.next <= elapsed {
            self.next *= 2;
        }
        let done = size(self.done);
        Some(match self.total.filter(|total| *total > 0) {
            Some(total) => {
                let percent = (self.done.min(total) * 100) / total;
                format!("{} : {percent} % ({done} sur {})", self.what, size(total))
            }
            None => format!("{} : {done}", self.what),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_at_doubling_intervals() {
        let mut work = Work {
            what: "communes".into(),
            total: Some(10_000_000),
            done: 2_500_000,
            since: Instant::now(),
            next: FIRST_LINE,
        };
        let written: Vec<u64> =
            (0..=70).filter(|second| work.line(Duration::from_secs(*second)).is_some()).collect();
        assert_eq!(written, [2, 4, 8, 16, 32, 64]);
        work.next = FIRST_LINE;
        let line = work.line(Duration::from_secs(3)).unwrap();
        assert_eq!(line, "communes : 25 % (2,5 Mo sur 10,0 Mo)");
    }
}
