//! The journal of a CPTS, its filters, its files.

use std::collections::HashMap;

use app::comptes::Names;
use app::journal::JournalPage;
use app::{AuditEntry, AuditLine, JournalFilter};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use documents::JournalLine;
use domain::authz::{Actor, Allowed, Author, ReadJournal, ReadTerritoire};
use jiff::Timestamp;
use jiff::civil::Date;

use super::{Page, Place, file, moment, place};
use crate::access::{Can, Signed};
use crate::fields::{Fields, Query};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::journal::{self, JournalQuery, JournalRow};
use crate::views::{self, Section, SheetView};
use crate::wording;

/// GET `…/organisation/journal?personne=&nature=&du=&au=&page=`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadJournal>,
    Signed(visitor): Signed,
    Query(fields): Query,
) -> Page<Response> {
    let place = place(&web, &proof).await?;
    let (filter, mut query) = asked(&fields);
    let number = fields.text("page").parse().unwrap_or(1);
    let found = web.app.journal(&proof, &filter, number).await?;
    choices(&mut query, &filter, &found);
    let urls = Objects::new(&web, &visitor.actor, &proof, &place).await?;
    let rows: Vec<JournalRow> = found.entries.iter().map(|entry| row(entry, &found.names, &urls)).collect();
    let at = journal::Place { number: found.number, pages: found.pages, total: found.total };
    let view = journal::view(page(&place), &base(&place), &found.chain, &query, (&rows, at));
    Ok(answer(view))
}

/// GET `…/organisation/journal.csv`.
pub(crate) async fn csv(State(web): State<Web>, Can(proof): Can<ReadJournal>) -> Page<Response> {
    let export = web.app.export_journal(&proof, "csv").await?;
    let lines: Vec<JournalLine> = export.lines.iter().map(|line| words(line, &export.names)).collect();
    Ok(file(documents::journal_csv(&lines), "text/csv; charset=utf-8", "journal.csv"))
}

/// GET `…/organisation/journal.jsonl`.
pub(crate) async fn jsonl(State(web): State<Web>, Can(proof): Can<ReadJournal>) -> Page<Response> {
    let export = web.app.export_journal(&proof, "jsonl").await?;
    let lines: Vec<JournalLine> = export.lines.iter().map(|line| words(line, &export.names)).collect();
    let bytes = documents::journal_jsonl(&lines).map_err(|error| PageError::internal(&error))?;
    Ok(file(bytes, "application/x-ndjson", "journal.jsonl"))
}

fn answer(view: SheetView) -> Response {
    let status = if view.errors().is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, view).into_response()
}

fn base(place: &Place) -> String {
    place.urls.under("organisation/journal")
}

fn page(place: &Place) -> views::Page {
    views::Page::of_cpts(&place.key, &place.name, Section::Organisation, "Journal")
        .under("Organisation", place.urls.organisation())
}

/// What the address asks; a day that cannot be read filters nothing and says so.
fn asked(fields: &Fields) -> (JournalFilter, JournalQuery) {
    let wrong = "Cette date n'est pas lisible. Écrivez-la par exemple 12/10/2026.";
    let (from, to) = (fields.day("du"), fields.day("au"));
    let text = |name: &str| Some(fields.text(name)).filter(|text| !text.is_empty()).map(str::to_owned);
    let filter = JournalFilter {
        author: text("personne").map(Author::from),
        kind: text("nature"),
        from: from.ok().flatten().and_then(midnight),
        until: to.ok().flatten().and_then(|day| day.tomorrow().ok()).and_then(midnight),
    };
    let mut address = form_urlencoded::Serializer::new(String::new());
    for name in ["personne", "nature", "du", "au"] {
        if let Some(value) = text(name) {
            address.append_pair(name, &value);
        }
    }
    let query = JournalQuery {
        from: (fields.text("du").to_owned(), from.err().map(|_| wrong.to_owned())),
        to: (fields.text("au").to_owned(), to.err().map(|_| wrong.to_owned())),
        address: address.finish(),
        ..JournalQuery::default()
    };
    (filter, query)
}

/// The first instant of a day in France.
fn midnight(day: Date) -> Option<Timestamp> {
    day.to_zoned(app::paris()).ok().map(|zoned| zoned.timestamp())
}

fn choices(query: &mut JournalQuery, filter: &JournalFilter, found: &JournalPage) {
    let person = |author: &Author| {
        let chosen = filter.author.as_ref() == Some(author);
        (author.to_string(), wording::author(&found.names, author), chosen)
    };
    let kind =
        |kind: &String| (kind.clone(), wording::journal::kind(kind), filter.kind.as_ref() == Some(kind));
    query.people = found.authors.iter().map(person).collect();
    query.people.sort_by(|one, other| one.1.cmp(&other.1));
    query.kinds = found.kinds.iter().map(kind).collect();
}

/// Addresses of the things that still have a page, for whom may open them.
struct Objects {
    pages: HashMap<String, String>,
    organisation: String,
}

impl Objects {
    async fn new(web: &Web, actor: &Actor, proof: &Allowed<ReadJournal>, place: &Place) -> Page<Self> {
        let mut pages = HashMap::new();
        if let Ok(reads) = actor.authorize::<ReadTerritoire>(proof.cpts()) {
            for territoire in web.app.territoires(&reads).await? {
                let urls = place.urls.territoire(&territoire.id.to_string());
                for variante in &territoire.variantes {
                    let own = urls.variante(&variante.id.to_string());
                    pages.insert(variante.id.to_string(), own.show().to_owned());
                }
                pages.insert(territoire.id.to_string(), urls.show().to_owned());
            }
        }
        Ok(Self { pages, organisation: place.urls.organisation() })
    }

    fn url(&self, entry: &AuditEntry) -> Option<String> {
        let under = |path: &str| Some(format!("{}/{path}", self.organisation));
        match entry.subject_kind.as_str() {
            "demande" => under(&format!("demandes/{}", entry.subject_id)),
            "violation" => under(&format!("violations/{}", entry.subject_id)),
            "traitement" => under("traitements"),
            "journal" => None,
            _ => self.pages.get(&entry.subject_id).cloned(),
        }
    }
}

fn row(entry: &AuditEntry, names: &Names, urls: &Objects) -> JournalRow {
    JournalRow {
        seq: entry.seq,
        date: moment(entry.at),
        who: wording::author(names, &entry.author),
        what: wording::journal::act(&entry.action, &entry.subject_kind, &entry.changes),
        url: urls.url(entry),
        details: wording::journal::details(names, &entry.changes),
    }
}

fn words(line: &AuditLine, names: &Names) -> JournalLine {
    // A line that was damaged is exported as it is: its hash shows it.
    let changes = serde_json::from_str(&line.changes).unwrap_or_default();
    let details = wording::journal::details(names, &changes);
    let details: Vec<String> = details.iter().map(|(label, value)| format!("{label} : {value}")).collect();
    JournalLine {
        scope: line.scope.clone(),
        seq: line.seq,
        id: line.id.clone(),
        at_us: line.at_us,
        actor: line.actor.clone(),
        action: line.action.clone(),
        subject_kind: line.subject_kind.clone(),
        subject_id: line.subject_id.clone(),
        changes: line.changes.clone(),
        previous: line.previous.clone(),
        hash: line.hash.clone(),
        date: Timestamp::from_microsecond(line.at_us).map(moment).unwrap_or_default(),
        who: wording::author(names, &Author::from(line.actor.as_str())),
        what: wording::journal::act(&line.action, &line.subject_kind, &changes),
        details: details.join(" ; "),
    }
}
