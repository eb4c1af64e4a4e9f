//! What the check says, and the dossier as it is read now.

use app::dossier::DossierLu;
use axum::extract::State;
use axum::response::Response;
use documents::{DocumentError, Statut, lettre_intention_docx, lettre_intention_pdf};
use domain::dossier::lettre::Redigee;
use domain::dossier::lettre::controle::{Gravite, Remarque};
use domain::nombres::compte;

use super::{Asked, under, url};
use crate::pages::{Page, file};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::components::{Download, Link, Notice, Tag, Tone};
use crate::views::dossier::lire::LireView;
use crate::views::sheet::{Acte, Part};

/// What each gravity is called, with what to do.
fn title(gravite: Gravite) -> (&'static str, Tag) {
    match gravite {
        Gravite::Manque => ("À compléter", Tag::new(Tone::Attention, "Manque")),
        Gravite::Incoherence => ("À corriger ou à expliquer", Tag::new(Tone::Attention, "Incohérence")),
        Gravite::Attention => ("À regarder avant le dépôt", Tag::new(Tone::Info, "Attention")),
    }
}

/// Remarks under their gravity, each with the way to its field.
pub(super) fn remarks(lu: &DossierLu, here: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    for gravite in [Gravite::Manque, Gravite::Incoherence, Gravite::Attention] {
        let own: Vec<&Remarque> = lu.remarques.iter().filter(|one| one.gravite == gravite).collect();
        if own.is_empty() {
            continue;
        }
        let (heading, tag) = title(gravite);
        parts.push(Part::Heading(heading.to_owned()));
        let actes = own.into_iter().map(|one| {
            let titre =
                lu.modele.champ(&one.champ).map_or_else(|| one.champ.clone(), |own| own.titre.clone());
            let mut textes = vec![one.texte.clone()];
            textes.extend(one.lieux.iter().map(|place| format!("– {place}")));
            let mut acte = Acte::new(titre.clone(), textes);
            acte.tag = Some(tag.clone());
            if let (true, Some(step)) = (lu.est_ouvert(), lu.modele.partie_de(&one.champ)) {
                let label = format!("Ouvrir le champ «\u{a0}{titre}\u{a0}»");
                acte.liens = vec![Link::new(label, format!("{here}/ecrire/{}#{}", step.cle, one.champ))];
            }
            acte
        });
        parts.push(Part::Actes(actes.collect()));
    }
    parts
}

/// GET `…/dossiers/{dossier}/verifier`.
pub(crate) async fn check(State(web): State<Web>, asked: Asked) -> Page<SheetView> {
    let (place, lu) = (asked.place(&web).await?, asked.read(&web).await?);
    let here = url(&place, lu.dossier.id);
    let blocking = lu.remarques.iter().filter(|one| one.bloque()).count();
    let mut parts = Vec::new();
    if blocking > 0 {
        let text = format!(
            "{} avant le dépôt.",
            compte(blocking, "point reste à régler", "points restent à régler")
        );
        parts.push(Part::Notice(Notice::new(Tone::Attention, text)));
    } else {
        parts.push(Part::Notice(Notice::new(
            Tone::Good,
            "Le dossier est complet\u{a0}: il peut être déposé.",
        )));
    }
    parts.extend(remarks(&lu, &here));
    let mut links = vec![Link::new("Lire le dossier", format!("{here}/lire"))];
    if asked.files && blocking == 0 && lu.est_ouvert() {
        links.insert(0, Link::new("Déposer le dossier", format!("{here}/deposer")));
    }
    parts.push(Part::Buttons(links));
    Ok(SheetView::new(under(&place, &lu, "Vérifier le dossier"), parts))
}

/// GET `…/dossiers/{dossier}/lire`.
pub(crate) async fn read(State(web): State<Web>, asked: Asked) -> Page<LireView> {
    let (place, lu) = (asked.place(&web).await?, asked.read(&web).await?);
    let here = url(&place, lu.dossier.id);
    let statut = format!(
        "{}. Voici le dossier tel qu'il est aujourd'hui, avec ses chiffres à jour.",
        lu.dossier.etat.label()
    );
    let mut view = LireView::new(under(&place, &lu, "Lire le dossier"), &lu.redigee, statut);
    view.fichiers = vec![
        draft_file(
            "PDF",
            format!("{here}/lettre.pdf"),
            "Accessible, marqué «\u{a0}Brouillon\u{a0}» à chaque page.",
        ),
        draft_file("DOCX", format!("{here}/lettre.docx"), "Pour un traitement de texte."),
    ];
    view.liens = vec![Link::new("Vérifier le dossier", format!("{here}/verifier"))];
    Ok(view)
}

fn draft_file(format: &'static str, url: String, hint: &'static str) -> Download {
    Download { label: "Brouillon à relire".to_owned(), url, format, hint }
}

async fn draft(
    web: &Web,
    asked: &Asked,
    (kind, extension): (&'static str, &str),
    make: impl FnOnce(&Redigee) -> Result<Vec<u8>, DocumentError> + Send + 'static,
) -> Page<Response> {
    let lu = asked.read(web).await?;
    let name = format!("{}-brouillon.{extension}", lu.dossier.kind.key().replace('_', "-"));
    let bytes = tokio::task::spawn_blocking(move || make(&lu.redigee)).await;
    let bytes = bytes.map_err(|error| PageError::internal(&error))?;
    Ok(file(bytes.map_err(|error| PageError::internal(&error))?, kind, &name))
}

/// GET `…/dossiers/{dossier}/lettre.pdf`.
pub(crate) async fn pdf(State(web): State<Web>, asked: Asked) -> Page<Response> {
    draft(&web, &asked, ("application/pdf", "pdf"), |letter| lettre_intention_pdf(letter, Statut::Brouillon))
        .await
}

/// What a word processor calls its files.
pub(super) const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// GET `…/dossiers/{dossier}/lettre.docx`.
pub(crate) async fn docx(State(web): State<Web>, asked: Asked) -> Page<Response> {
    draft(&web, &asked, (DOCX, "docx"), |letter| lettre_intention_docx(letter, Statut::Brouillon)).await
}
