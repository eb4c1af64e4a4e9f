//! A large text read in parts by several threads: whole lines to each, nothing copied, nothing decoded.
//!
//! The source is read once, in order, in blocks that end with a line; whichever thread is free takes the next
//! block. Each thread keeps its own results, which are put together at the end in an order that does not
//! depend on who read what. Method and measures: `docs/methods/performance.md`, task h.

mod feed;
mod lines;

use std::io::{self, Read};
use std::sync::Mutex;

use feed::Feed;
pub use lines::{Line, Lines, Numbering, lines};

/// What threads made of a text.
#[derive(Debug)]
pub struct Parts<P> {
    /// One result a thread.
    pub parts: Vec<P>,
    /// Whether the last line had no line break.
    pub unterminated: bool,
}

/// A run of whole lines.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    /// Rank in the text, from 0.
    pub rank: usize,
    /// The lines; only the last block of a text may end without a line break.
    pub text: &'a [u8],
}

/// How many threads read a text when nobody says: those of the machine, within reason.
pub fn threads() -> usize {
    const MOST: usize = 8;
    std::thread::available_parallelism().map_or(1, usize::from).min(MOST)
}

/// Gives every block of `source` to `work`, on `threads` threads. `told` is called after each block on the
/// calling thread, to say how far the reading is.
///
/// # Errors
/// When the source cannot be read, or holds a line of more than 16 MB.
pub fn blocks<P: Send>(
    source: &mut (dyn Read + Send),
    threads: usize,
    make: impl Fn() -> P,
    work: impl Fn(&mut P, Block<'_>) + Sync,
    mut told: impl FnMut(),
) -> io::Result<Parts<P>> {
    let feed = Mutex::new(Feed::new(source));
    let failure: Mutex<Option<io::Error>> = Mutex::new(None);
    let mut parts: Vec<P> = (0..threads.max(1)).map(|_| make()).collect();
    let (mine, others) = match parts.split_first_mut() {
        Some(split) => split,
        None => return Err(io::ErrorKind::Other.into()),
    };
    std::thread::scope(|scope| {
        for part in others {
            let (feed, failure, work) = (&feed, &failure, &work);
            scope.spawn(move || drain(feed, failure, |block| work(part, block)));
        }
        drain(&feed, &failure, |block| {
            work(mine, block);
            told();
        });
    });
    if let Some(error) = failure.into_inner().unwrap_or_default() {
        return Err(error);
    }
    let unterminated = feed.into_inner().is_ok_and(|feed| feed.unterminated());
    Ok(Parts { parts, unterminated })
}

/// Takes blocks until there are none. A thread that fails leaves its error and stops the others.
fn drain(feed: &Mutex<Feed<'_>>, failure: &Mutex<Option<io::Error>>, mut work: impl FnMut(Block<'_>)) {
    let mut buffer = Vec::new();
    loop {
        // A thread that panicked may have left the feed between two blocks.
        let Ok(mut locked) = feed.lock() else { return };
        let taken = locked.next(&mut buffer);
        drop(locked);
        match taken {
            Ok(Some((rank, length))) => work(Block { rank, text: &buffer[..length] }),
            Ok(None) => return,
            Err(error) => {
                if let Ok(mut failure) = failure.lock() {
                    failure.get_or_insert(error);
                }
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_seen_once_whatever_the_threads() {
        let text: Vec<u8> = (0..200_000_u32).flat_map(|number| format!("{number}\n").into_bytes()).collect();
        for threads in [1, 2, 5] {
            let sum = |part: &mut (u64, u64), block: Block<'_>| {
                for line in block.text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
                    part.0 += 1;
                    part.1 += std::str::from_utf8(line).unwrap().parse::<u64>().unwrap();
                }
            };
            let mut told = 0;
            let read = blocks(&mut text.as_slice(), threads, || (0, 0), sum, || told += 1).unwrap();
            let total = read.parts.iter().fold((0, 0), |all, part| (all.0 + part.0, all.1 + part.1));
            assert_eq!(total, (200_000, 199_999 * 100_000));
            assert_eq!((read.parts.len(), read.unterminated), (threads, false));
        }
    }

    #[test]
    fn an_error_of_the_source_is_the_result() {
        struct Broken(usize);
        impl Read for Broken {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                self.0 += 1;
                if self.0 > 3 {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                buffer.fill(b'\n');
                Ok(buffer.len())
            }
        }
        let error = blocks(&mut Broken(0), 2, || (), |(), _| (), || ()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    }
}
