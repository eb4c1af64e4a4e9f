//! Annuaire Santé, extraction in free access of the RPPS: `PS_LibreAcces_Personne_activite`, in its layouts of
//! 52 columns (2021) and 56 columns (2025-2026).
//!
//! One line an activity, hundreds of megabytes: read in parts by several threads. Names, numbers and addresses
//! are never kept; two lines are of one person or one site when their numbers are equal, and the numbers are
//! then thrown away. How people are counted: `docs/methods/effectifs.md`.

mod activity;
mod gather;
mod key;
mod layout;
mod side;

use territory::{Layer, Vintage};

use super::{Entry, Opening};
use crate::draft::Draft;
use crate::error::{Cut, ReadError};
use crate::parts;
use crate::report::{Encoding, Reason, Rejection, Report, Skip, Warning, whole_number};
use crate::vintage;

use activity::{Activities, Wrong};
use gather::{Gathered, Places};
use layout::Layout;

pub(super) const ENTRY: Entry = Entry {
    label: "professionnels de santé (RPPS, Personne_activite)",
    recognise: |head| head.header(layout::is_activity).is_some(),
    read,
};
/// Specialities beside the activities: read with them, never alone.
pub(super) const SIDE: Entry = Entry {
    label: "professionnels de santé (RPPS, Personne_activite)",
    recognise: |head| head.header(layout::is_side).is_some(),
    read: |opening| {
        let instead = "l’archive entière, ou le fichier PS_LibreAcces_Personne_activite";
        Err(ReadError::SideFile { name: opening.member.name.clone(), instead })
    },
};

/// What stands in a rejection instead of the line: the line names a person.
const NOT_SHOWN: &str = "contenu non montré";

fn read(opening: &mut Opening<'_>) -> Result<Vec<Draft>, ReadError> {
    let layout = Layout::of(opening)?;
    let name = opening.member.name.clone();
    let opened = opening.member.open()?;
    let (mut reader, consumed) = (opened.reader, opened.consumed);
    let mut told = 0;
    let progress = &mut *opening.progress;
    let tell = || {
        let now = consumed.get();
        progress.advance(now - told);
        told = now;
    };
    let make = || Activities::new(&layout);
    let read = parts::blocks(
        &mut *reader,
        parts::threads(),
        make,
        |part: &mut Activities, block| part.read(block),
        tell,
    )
    .map_err(|error| ReadError::io(&name, error))?;
    let mut activities = Activities::merge(read.parts);
    let mut report = report(&name, &activities, read.unterminated)?;
    if !activities.has_know_how
        && let Some(side) = side::find(opening)
    {
        side::complete(&mut activities, &side)?;
        report.warnings.push(Warning::Note {
            sentence: format!("Les spécialités ont été lues dans « {} ».", side.name),
        });
    }
    let gathered = gather::gather(activities, &Places { known: opening.context.known })
        .ok_or_else(|| ReadError::TooLarge { name: name.clone() })?;
    complete(&mut report, &gathered);
    if gathered.professionals.activities() == 0 {
        return Err(ReadError::NoUsableRow { name, rejections: report.first_rejections });
    }
    let day = layout::day_in(&name);
    let found = day.as_ref().map(|day| day.year).or_else(|| opening.year_in_name());
    let label = |year: i16| day.as_ref().map_or_else(|| year.to_string(), |day: &Vintage| day.label.clone());
    let vintage = vintage::resolve(opening, found, &mut report, label)?;
    let geography = vintage.year;
    Ok(vec![Draft::new(Layer::Professionals(gathered.professionals), vintage, geography, report)])
}

/// What the lines say of the file as a whole. A file whose last line is short was cut.
fn report(name: &str, activities: &Activities<'_>, unterminated: bool) -> Result<Report, ReadError> {
    let mut report = Report {
        rows_read: activities.rows,
        encoding: Some(Encoding::Utf8),
        separator: Some('|'),
        ..Report::default()
    };
    let number = |wrong: &Wrong| activities.numbering.number(wrong.block, wrong.rank);
    if let (Some(last), Some((block, rank))) = (activities.wrong.last(), activities.last)
        && (last.block, last.rank) == (block, rank)
        && matches!(&last.reason, Reason::Columns { found, expected } if found < expected)
    {
        return Err(ReadError::Truncated { name: name.into(), cut: Cut::LastLine { line: number(last) } });
    }
    for wrong in &activities.wrong {
        let (line, reason) = (number(wrong), wrong.reason.clone());
        report.reject(Rejection { line, reason, excerpt: NOT_SHOWN.to_owned() });
    }
    // Only the first wrong lines of each thread are described; all of them are counted.
    report.rejected = activities.rejected;
    report.refuse_if_mostly_wrong(name)?;
    if unterminated {
        report.warnings.push(Warning::NoFinalLineBreak);
    }
    Ok(report)
}

/// What was kept, what was said twice, and what could not be placed.
fn complete(report: &mut Report, gathered: &Gathered) {
    report.rows_kept = gathered.professionals.activities() as u64;
    for _ in 0..gathered.abroad {
        report.skip(Skip::OutOfScope);
    }
    for _ in 0..gathered.repeated {
        report.skip(Skip::Repeated);
    }
    let mut note = |count: u64, text: &str| {
        if count > 0 {
            report.warnings.push(Warning::Note { sentence: format!("{} {text}", whole_number(count)) });
        }
    };
    note(
        gathered.located,
        "activités sans code de commune ont été placées par leur code postal et leur ville.",
    );
    note(
        gathered.unplaced,
        "activités n’ont pas de commune connue : elles ne comptent dans aucun territoire.",
    );
    note(u64::from(gathered.professionals.persons), "personnes ont au moins une activité dans le fichier.");
}
