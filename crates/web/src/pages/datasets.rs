//! `/donnees`: what is known, what is missing, how each import went.

use app::reference::stored_report;
use axum::extract::State;
use domain::ids::DatasetId;
use domain::nombres::{compte, liste};

use super::{Page, day};
use crate::access::Path;
use crate::shell::PageError;
use crate::state::Web;
use crate::views::components::{Notice, Tone};
use crate::views::datasets::{DatasetLine, RejectedLine};
use crate::views::{self, DatasetsView, ImportReportView, Section};

/// GET `/donnees`.
pub(crate) async fn list(State(web): State<Web>) -> Page<DatasetsView> {
    let reference = web.app.reference();
    let mut lines: Vec<DatasetLine<'_>> = reference
        .embedded
        .iter()
        .map(|embedded| DatasetLine {
            passport: &embedded.passport,
            rows: embedded.records,
            imported_on: None,
            report_url: None,
        })
        .collect();
    for row in &reference.datasets {
        lines.push(DatasetLine {
            passport: &row.passport,
            rows: stored_report(row)?.report.rows_kept as usize,
            imported_on: Some(day(row.imported_at)),
            report_url: Some(format!("/donnees/{}", row.id)),
        });
    }
    lines.sort_by_key(|line| (line.passport.kind, std::cmp::Reverse(line.passport.vintage.year)));
    let page = views::Page::new(Section::Donnees, "Données de référence").under("Accueil", "/");
    Ok(DatasetsView::new(page, &lines, Vec::new(), &[]))
}

/// GET `/donnees/{dataset}`.
pub(crate) async fn report(State(web): State<Web>, Path(id): Path<String>) -> Page<ImportReportView> {
    let id: DatasetId = id.parse().map_err(|_| PageError::NotFound)?;
    let reference = web.app.reference();
    let row = reference.datasets.iter().find(|row| row.id == id).ok_or(PageError::NotFound)?;
    let stored = stored_report(row)?;
    let report = &stored.report;
    let mut counts = vec![
        ("Lignes lues", report.rows_read),
        ("Lignes retenues", report.rows_kept),
        ("Lignes écartées", report.rejected),
    ];
    counts.extend(report.skipped.iter().map(|skipped| (skipped.why.label(), skipped.rows)));
    if let Some(codes) = &report.codes {
        counts.push(("Codes de communes reconnus", codes.matched));
        counts.push(("Codes de communes inconnus", codes.unmatched));
    }
    let mut remarks: Vec<Notice> =
        report.warnings.iter().map(|warning| Notice::new(Tone::Info, warning.sentence())).collect();
    if let Some(check) = &report.population {
        let tone = if check.within { Tone::Success } else { Tone::Attention };
        remarks.push(Notice::new(tone, check.sentence()));
    }
    if let Some(codes) = &stored.codes {
        remarks.extend(code_notices(codes, &reference.atlas));
    }
    let rejected: Vec<RejectedLine> = report
        .first_rejections
        .iter()
        .map(|rejection| RejectedLine {
            rank: rejection.line,
            reason: format!("{} («\u{a0}{}\u{a0}»)", rejection.reason.label(), rejection.excerpt),
        })
        .collect();
    let (unmatched, beyond) = report.codes.as_ref().map_or((Vec::new(), 0), |codes| {
        (codes.unmatched_codes.clone(), codes.unmatched as usize - codes.unmatched_codes.len())
    });
    let page = views::Page::new(Section::Donnees, format!("Import de «\u{a0}{}\u{a0}»", row.file_name))
        .under("Accueil", "/")
        .under("Données de référence", "/donnees")
        .fictitious(row.passport.fictitious);
    let mut passport = ImportReportView::definitions(&row.passport);
    passport.push(crate::views::components::Definition::new("Empreinte SHA-256", row.fingerprint.clone()));
    Ok(ImportReportView {
        page,
        passport,
        counts: ImportReportView::counts_table(&counts),
        remarks,
        rejected: ImportReportView::rejected_table(&rejected, report.rejected as usize),
        unmatched,
        unmatched_beyond: beyond,
    })
}

/// A map of another year beside today's list: codes that went, codes that came.
fn code_notices(codes: &app::reference::CodeChanges, atlas: &territory::Atlas) -> Vec<Notice> {
    let mut notices = Vec::new();
    if !codes.lost.is_empty() {
        let lines = codes.lost.iter().map(|(code, now)| {
            let names: Vec<String> =
                now.iter().map(|code| format!("{} ({code})", atlas.unit_name((*code).into()))).collect();
            if names.is_empty() {
                format!("{code}, sans successeur connu")
            } else {
                format!("{code}, devenue {}", liste(&names))
            }
        });
        let text = format!(
            "{} de cette carte n'existent plus. Leur contour est rattaché à la commune qui leur succède.",
            compte(codes.lost.len(), "commune", "communes")
        );
        notices.push(Notice::new(Tone::Info, text).with_details(lines.collect()));
    }
    if !codes.new.is_empty() {
        let lines = codes.new.iter().map(|code| format!("{} ({code})", atlas.unit_name((*code).into())));
        let text = format!(
            "{} d'aujourd'hui ne sont pas dessinées sur cette carte.",
            compte(codes.new.len(), "commune", "communes")
        );
        notices.push(Notice::new(Tone::Attention, text).with_details(lines.collect()));
    }
    notices
}
