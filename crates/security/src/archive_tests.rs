//! Round trips of an archive, and every way to damage it.

use std::io::{Read as _, Write as _};

use secrecy::SecretString;

use super::*;
use crate::entropy::CountingEntropy;

fn ring(seed: u64) -> KeyRing {
    KeyRing::parse(&SecretString::from(Key::generate(&CountingEntropy::new(seed)))).unwrap()
}

fn plain(length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    CountingEntropy::new(99).fill(&mut bytes);
    bytes
}

fn write(plain: &[u8], piece: usize) -> Vec<u8> {
    let mut writer = ArchiveWriter::new(Vec::new(), &ring(1), &CountingEntropy::new(5)).unwrap();
    for piece in plain.chunks(piece) {
        writer.write_all(piece).unwrap();
    }
    writer.finish().unwrap()
}

fn read(archive: &[u8], ring: &KeyRing) -> Result<Vec<u8>, ArchiveError> {
    let mut out = Vec::new();
    ArchiveReader::new(archive, ring)?.read_to_end(&mut out)?;
    Ok(out)
}

#[test]
fn what_is_written_is_read_back() {
    for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 1024 * 1024] {
        for piece in [1000, CHUNK, usize::MAX] {
            let (plain, archive) = (plain(length), write(&plain(length), piece));
            let chunks = length.div_ceil(CHUNK).max(1);
            assert_eq!(archive.len(), HEADER_LENGTH + length + chunks * TAG, "{length}");
            assert!(read(&archive, &ring(1)).unwrap() == plain, "{length} by {piece}");
        }
    }
}

#[test]
fn the_original_does_not_show_and_two_archives_differ() {
    let text = b"nom;prenom;rpps".repeat(10);
    let archive = write(&text, 64);
    assert!(!archive.windows(8).any(|window| text.windows(8).any(|part| part == window)));
    let other = ArchiveWriter::new(Vec::new(), &ring(1), &CountingEntropy::new(6)).unwrap().finish().unwrap();
    assert_ne!(archive[..HEADER_LENGTH], other[..HEADER_LENGTH]);
}

#[test]
fn a_flipped_bit_anywhere_is_noticed() {
    let archive = write(&plain(300), 300);
    for place in 0..archive.len() {
        let mut changed = archive.clone();
        changed[place] ^= 1;
        let error = read(&changed, &ring(1)).unwrap_err();
        match place {
            0..9 => assert!(matches!(error, ArchiveError::NotAnArchive), "{place}"),
            9..17 => assert!(matches!(error, ArchiveError::UnknownKey(_)), "{place}"),
            _ => assert!(matches!(error, ArchiveError::Damaged), "{place}"),
        }
    }
}

#[test]
fn a_missing_end_is_noticed_wherever_it_is_cut() {
    let archive = write(&plain(3 * CHUNK), CHUNK);
    for cut in [10, HEADER_LENGTH - 1, HEADER_LENGTH, HEADER_LENGTH + TAG - 1] {
        assert!(matches!(read(&archive[..cut], &ring(1)).unwrap_err(), ArchiveError::Truncated), "{cut}");
    }
    for chunk in 1..3 {
        let cut = HEADER_LENGTH + chunk * (CHUNK + TAG);
        assert!(matches!(read(&archive[..cut], &ring(1)).unwrap_err(), ArchiveError::Truncated), "{chunk}");
        assert!(
            matches!(read(&archive[..cut + 5], &ring(1)).unwrap_err(), ArchiveError::Truncated),
            "{chunk}"
        );
    }
    for cut in [HEADER_LENGTH + 100, archive.len() - 1, archive.len() - CHUNK] {
        assert!(matches!(read(&archive[..cut], &ring(1)).unwrap_err(), ArchiveError::Damaged), "{cut}");
    }
    assert!(matches!(read(&archive[..5], &ring(1)).unwrap_err(), ArchiveError::NotAnArchive));
    assert!(matches!(read(b"", &ring(1)).unwrap_err(), ArchiveError::NotAnArchive));
}

#[test]
fn an_archive_that_was_not_finished_has_no_end() {
    let mut file = Vec::new();
    let mut writer = ArchiveWriter::new(&mut file, &ring(1), &CountingEntropy::new(5)).unwrap();
    writer.write_all(&plain(CHUNK + 1)).unwrap();
    drop(writer);
    assert!(matches!(read(&file, &ring(1)).unwrap_err(), ArchiveError::Truncated));
}

#[test]
fn chunks_that_change_place_are_noticed() {
    let mut archive = write(&plain(3 * CHUNK), CHUNK);
    let (first, second) = archive[HEADER_LENGTH..].split_at_mut(CHUNK + TAG);
    first.swap_with_slice(&mut second[..CHUNK + TAG]);
    assert!(matches!(read(&archive, &ring(1)).unwrap_err(), ArchiveError::Damaged));
}

#[test]
fn a_missing_or_repeated_chunk_and_added_bytes_are_noticed() {
    let archive = write(&plain(3 * CHUNK), CHUNK);
    let (start, chunk) = (HEADER_LENGTH, CHUNK + TAG);
    let missing = [&archive[..start + chunk], &archive[start + 2 * chunk..]].concat();
    let repeated = [&archive[..start + chunk], &archive[start..]].concat();
    let added = [archive.as_slice(), b"x"].concat();
    let twice = [archive.as_slice(), &archive].concat();
    for changed in [missing, repeated, added, twice] {
        assert!(matches!(read(&changed, &ring(1)).unwrap_err(), ArchiveError::Damaged));
    }
}

#[test]
fn chunks_of_another_archive_do_not_fit() {
    let (one, plain) = (write(&plain(2 * CHUNK), CHUNK), plain(2 * CHUNK));
    let mut writer = ArchiveWriter::new(Vec::new(), &ring(1), &CountingEntropy::new(6)).unwrap();
    writer.write_all(&plain).unwrap();
    let other = writer.finish().unwrap();
    let place = HEADER_LENGTH + CHUNK + TAG;
    let mixed = [&one[..place], &other[place..]].concat();
    assert!(matches!(read(&mixed, &ring(1)).unwrap_err(), ArchiveError::Damaged));
}

#[test]
fn a_reader_gives_nothing_after_damage() {
    let mut archive = write(&plain(2 * CHUNK), CHUNK);
    archive[HEADER_LENGTH + 7] ^= 1;
    let ring = ring(1);
    let mut reader = ArchiveReader::new(archive.as_slice(), &ring).unwrap();
    let mut out = [0; 64];
    assert!(reader.read(&mut out).is_err());
    assert!(!matches!(reader.read(&mut out), Ok(1..)));
    assert_eq!(out, [0; 64]);
}

#[test]
fn the_key_must_be_in_the_ring() {
    let archive = write(b"a", 1);
    let id = ring(1).current.id().to_owned();
    assert!(matches!(read(&archive, &ring(2)).unwrap_err(), ArchiveError::UnknownKey(found) if found == id));
    let lines = [2, 1].map(|seed| Key::generate(&CountingEntropy::new(seed))).join(",");
    let both = KeyRing::parse(&SecretString::from(lines)).unwrap();
    assert_eq!(read(&archive, &both).unwrap(), b"a");
}

#[test]
fn a_failing_disk_is_not_a_damaged_archive() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::from(io::ErrorKind::PermissionDenied))
        }
    }
    assert!(matches!(ArchiveReader::new(Failing, &ring(1)), Err(ArchiveError::Io(_))));
}
