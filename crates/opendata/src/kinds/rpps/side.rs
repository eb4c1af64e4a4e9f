//! The specialities of some extractions stand in a file beside the activities, `PS_LibreAcces_SavoirFaire`.

use super::activity::{Activities, PersonMap};
use super::key;
use super::layout::is_side;
use crate::container::Member;
use crate::error::ReadError;
use crate::head::Head;
use crate::kinds::Opening;
use crate::stream::Delimited;

/// The file of specialities in the same archive.
pub(super) fn find(opening: &Opening<'_>) -> Option<Member> {
    let mut others = opening.beside.iter().filter(|member| member.name != opening.member.name);
    let is_it = |member: &&Member| Head::of(member).is_ok_and(|head| head.header(is_side).is_some());
    others.find(is_it).cloned()
}

/// Gives each activity the specialities of its person. A person with several has as many activities.
pub(super) fn complete(activities: &mut Activities<'_>, side: &Member) -> Result<(), ReadError> {
    let specialities = read(side)?;
    let mut more = Vec::new();
    for activity in &mut activities.activities {
        let Some(codes) = specialities.get(&activity.person) else { continue };
        let (category, categories) = (activity.category, &mut activities.categories);
        let mut ranks = codes.iter().map(|code| categories.with_know_how(category, code));
        if let Some(first) = ranks.next() {
            activity.category = first;
        }
        let copy = *activity;
        more.extend(ranks.map(|category| super::activity::Activity { category, ..copy }));
    }
    activities.activities.extend(more);
    Ok(())
}

fn read(side: &Member) -> Result<PersonMap<Vec<String>>, ReadError> {
    let head = Head::of(side)?;
    let mut specialities: PersonMap<Vec<String>> = PersonMap::default();
    let columns = head.header(is_side).map(|at| (at.row, at.columns));
    let ranks = columns.and_then(|(row, columns)| {
        Some((row, columns.get("identification_nationale_pp")?, columns.get("code_savoir_faire")?))
    });
    let Some((header, person, know_how)) = ranks else { return Ok(specialities) };
    let mut reader = Delimited::new(side.open()?.reader, head.dialect);
    while let Some(fields) = reader.next_row().map_err(|error| ReadError::io(&side.name, error))? {
        let code = fields.get(know_how).unwrap_or_default().trim_ascii();
        if fields.line <= header || code.is_empty() || !code.iter().all(u8::is_ascii_alphanumeric) {
            continue;
        }
        let person = key::number(fields.get(person).unwrap_or_default().trim_ascii());
        let code = String::from_utf8_lossy(code).into_owned();
        let codes = specialities.entry(person).or_default();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    Ok(specialities)
}
