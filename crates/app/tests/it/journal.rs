//! The journal as a CPTS reads and exports it, verified again by code that knows nothing of ours.

use app::{Chain, JournalFilter};
use documents::JournalLine;
use domain::authz::{Allowed, ReadJournal, Role};
use domain::ids::CptsId;
use sha2::{Digest, Sha256};
use testkit::{TestApp, operates, person};

fn reader(cpts: CptsId) -> Allowed<ReadJournal> {
    person(Role::Coordinateur, cpts).authorize(cpts).unwrap()
}

async fn lived(app: &TestApp) -> CptsId {
    let cpts = app.tenant("CPTS du Val").await;
    let first = app.plot(cpts, "Plaine « haute »", &["66136"]).await;
    app.variante(cpts, first, "É\"\\ B").await;
    cpts
}

/// A JSON string as the method says it: quotes, backslashes and control characters escaped, the rest as it is.
fn json_text(text: &str) -> String {
    let mut written = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            c if u32::from(c) < 0x20 => written.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => written.push(c),
        }
    }
    written + "\""
}

/// The verification of `docs/methods/journal.md`, from the exported file alone.
fn verify(file: &str) -> Result<usize, String> {
    let (mut previous, mut lines) = (String::new(), 0);
    for text in file.lines() {
        let line: serde_json::Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let word = |key: &str| line[key].as_str().unwrap().to_owned();
        lines += 1;
        if line["seq"] != lines || word("previous") != previous {
            return Err(format!("line {lines} does not follow"));
        }
        let fields = [
            "1".to_owned(),
            json_text(&word("scope")),
            line["seq"].to_string(),
            json_text(&word("id")),
            line["at_us"].to_string(),
            json_text(&word("actor")),
            json_text(&word("action")),
            json_text(&word("subject_kind")),
            json_text(&word("subject_id")),
            json_text(&word("changes")),
            json_text(&word("previous")),
        ];
        let digest = Sha256::digest(format!("[{}]", fields.join(",")).as_bytes());
        let hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        if hash != word("hash") {
            return Err(format!("line {lines} was changed"));
        }
        previous = hash;
    }
    Ok(lines)
}

async fn exported(app: &TestApp, cpts: CptsId) -> String {
    let export = app.export_journal(&reader(cpts), "jsonl").await.unwrap();
    let line = |line: &app::AuditLine| JournalLine {
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
        ..JournalLine::default()
    };
    let lines: Vec<JournalLine> = export.lines.iter().map(line).collect();
    String::from_utf8(documents::journal_jsonl(&lines).unwrap()).unwrap()
}

#[tokio::test]
async fn another_program_verifies_the_exported_chain() {
    let app = TestApp::new().await;
    let cpts = lived(&app).await;
    let file = exported(&app, cpts).await;
    assert_eq!(verify(&file), Ok(2));
    assert!(verify(&file.replacen("Plaine", "Coteau", 1)).is_err(), "a changed line shows");
    let second = file.lines().nth(1).unwrap();
    assert!(verify(second).is_err(), "a removed first line shows");
    let again = exported(&app, cpts).await;
    assert_eq!(verify(&again), Ok(3), "the export is itself a line");
}

#[tokio::test]
async fn exports_are_limited() {
    let app = TestApp::new().await;
    let cpts = lived(&app).await;
    let most = domain::securite::rules().unwrap().exports.count;
    for _ in 0..most {
        app.export_journal(&reader(cpts), "csv").await.unwrap();
    }
    let refused = app.export_journal(&reader(cpts), "csv").await;
    assert!(matches!(refused, Err(app::AppError::TooMany { .. })), "{refused:?}");
}

#[tokio::test]
async fn the_journal_comes_in_pages_and_says_where_its_chain_breaks() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    for rank in 0..51 {
        app.plot(cpts, &format!("Val {rank}"), &[]).await;
    }
    let all = JournalFilter::default();
    let first = app.journal(&reader(cpts), &all, 1).await.unwrap();
    assert_eq!((first.entries.len(), first.total, first.pages), (50, 51, 2));
    assert!(matches!(first.chain, Chain::Whole { lines: 51, .. }));
    let beyond = app.journal(&reader(cpts), &all, 99).await.unwrap();
    assert_eq!((beyond.number, beyond.entries.len()), (2, 1), "a page past the last is the last");
    app.db().run("DELETE FROM audit_entry WHERE seq = 12").await;
    let broken = app.journal(&reader(cpts), &all, 1).await.unwrap();
    assert_eq!(broken.chain, Chain::Broken { at: 12 });
    let chains = app.verify_journals(&operates()).await.unwrap();
    assert!(chains.contains(&(cpts.to_string(), Chain::Broken { at: 12 })));
}
