//! One dossier: where it stands, what is to be done.

use app::dossier::DossierLu;
use axum::extract::State;
use domain::dossier::EtatDossier;
use domain::nombres::compte;

use super::{Asked, base, done, page, url};
use crate::pages::{Page, moment};
use crate::state::Web;
use crate::views::SheetView;
use crate::views::components::{ActionForm, Column, Definition, Link, Notice, Row, Table, Tag, Tone};
use crate::views::sheet::{Acte, Part};

const DONE: &[(&str, &str)] = &[
    ("modele", "La trame et le territoire sont enregistrés."),
    ("retabli", "Le dossier est rétabli."),
    ("depose", "Le dossier est déposé. Le Guichet en est averti."),
    ("repris", "Le dossier est repris. Les institutions ne le voient plus."),
];

/// GET `…/dossiers/{dossier}`.
pub(crate) async fn show(
    State(web): State<Web>,
    asked: Asked,
    query: crate::fields::Query,
) -> Page<SheetView> {
    let (place, lu) = (asked.place(&web).await?, asked.read(&web).await?);
    let here = url(&place, lu.dossier.id);
    let asked_corrections =
        web.app.unanswered_corrections(&asked.lecteur.dossiers, lu.dossier.id).await?.len();
    let mut parts =
        vec![Part::Lead(lead(&lu, asked_corrections)), Part::Buttons(buttons(&asked, &lu, &here))];
    if lu.dossier.fiche.territoire.is_none() && lu.est_ouvert() {
        let notice = Notice::new(
            Tone::Attention,
            "Aucun territoire n'est choisi\u{a0}: la carte, les communes et les chiffres ne peuvent pas se remplir.",
        );
        parts.push(Part::Notice(
            notice.with_link(Link::new("Choisir le territoire", format!("{here}/modele"))),
        ));
    }
    parts.push(Part::Table("avancement", steps(&lu, &here)));
    parts.push(Part::Definitions(facts(&lu)));
    if !lu.dossier.fiche.passages.is_empty() {
        parts.push(Part::Table("passages", history(&lu)));
    }
    let mut more = Acte::new("Autres actions", Vec::new());
    more.liens = vec![
        Link::new("Voir les versions déposées", format!("{here}/versions")),
        Link::new("Voir les annexes", format!("{here}/annexes")),
    ];
    if asked.edits && lu.est_ouvert() {
        more.liens.push(Link::new("Changer la trame ou le territoire", format!("{here}/modele")));
        if lu.dossier.fiche.passages.is_empty() {
            more.actions.push(ActionForm::new("Supprimer le dossier", format!("{here}/supprimer")));
        }
    }
    if asked.files && lu.dossier.etat == EtatDossier::Depose {
        more.actions.push(ActionForm::new("Retirer le dossier déposé", format!("{here}/retirer")));
    }
    parts.push(Part::Actes(vec![more]));
    let page = page(&place, lu.dossier.titre.clone())
        .under("Dossiers", base(&place))
        .with_overline(lu.redigee.titre.clone());
    Ok(SheetView::new(done(page, &query, DONE), parts))
}

fn lead(lu: &DossierLu, corrections: usize) -> String {
    let blocking = lu.remarques.iter().filter(|one| one.bloque()).count();
    match lu.dossier.etat {
        EtatDossier::Brouillon if blocking == 0 => {
            "Le dossier est complet. Relisez-le, puis déposez-le.".into()
        }
        EtatDossier::Brouillon => format!(
            "{} avant le dépôt.",
            compte(
                blocking,
                "point reste à compléter ou à corriger",
                "points restent à compléter ou à corriger"
            )
        ),
        EtatDossier::Depose => "Le dossier est chez le Guichet, qui vérifie qu'il est complet.".into(),
        EtatDossier::ACompleter => format!(
            "Le Guichet demande des corrections\u{a0}: {} une réponse. Répondez point par point, corrigez, puis déposez à nouveau.",
            compte(corrections, "attend encore", "attendent encore")
        ),
        EtatDossier::EnInstruction => "Le dossier est complet. Les institutions donnent leur avis.".into(),
        EtatDossier::Accepte => "Le dossier est accepté.".into(),
        EtatDossier::Refuse => "Le dossier est refusé. La lettre de décision dit pourquoi.".into(),
    }
}

fn buttons(asked: &Asked, lu: &DossierLu, here: &str) -> Vec<Link> {
    let mut links = Vec::new();
    let first = lu.modele.parties.iter().find(|partie| {
        let (done, all) = lu.avancement(&partie.cle);
        done < all
    });
    if asked.edits && lu.est_ouvert() {
        let step = first.or(lu.modele.parties.first()).map(|partie| partie.cle.clone()).unwrap_or_default();
        links.push(Link::new("Écrire le dossier", format!("{here}/ecrire/{step}")));
    }
    if lu.est_ouvert() {
        links.push(Link::new("Vérifier le dossier", format!("{here}/verifier")));
    }
    links.push(Link::new("Lire le dossier", format!("{here}/lire")));
    if asked.files && lu.est_ouvert() {
        links.push(Link::new("Déposer le dossier", format!("{here}/deposer")));
    }
    if !lu.dossier.fiche.passages.is_empty() {
        links.push(Link::new("Suivre les échanges", format!("{here}/echanges")));
    }
    links
}

fn steps(lu: &DossierLu, here: &str) -> Table {
    let mut table = Table::new(
        "Avancement",
        vec![Column::text("Étape"), Column::number("Champs remplis"), Column::text("État")],
    );
    for partie in &lu.modele.parties {
        let (done, all) = lu.avancement(&partie.cle);
        let state = if done == all {
            Tag::new(Tone::Success, "Complet")
        } else {
            Tag::new(Tone::Attention, "À compléter")
        };
        let mut head = crate::views::components::Cell::from(partie.titre.clone());
        if lu.est_ouvert() {
            head = head.link(format!("{here}/ecrire/{}", partie.cle));
        }
        let tag = crate::views::components::Cell { tag: Some(state), ..Default::default() };
        table.rows.push(Row::new(head, vec![format!("{done} sur {all}").into(), tag]));
    }
    table
}

fn facts(lu: &DossierLu) -> Vec<Definition> {
    let mut facts = vec![
        Definition::new("État", lu.dossier.etat.label()),
        Definition::new("Trame", lu.modele.nom.clone()),
    ];
    if let Some(last) = lu.ecrit.last() {
        facts.push(Definition::new(
            "Dernière écriture",
            format!("{}, le {}", lu.nom(&last.by), moment(last.at)),
        ));
    }
    let open = lu.commentaires.iter().filter(|one| one.resolu_at.is_none()).count();
    if open > 0 {
        facts.push(Definition::new("Remarques entre auteurs", compte(open, "ouverte", "ouvertes")));
    }
    facts
}

fn history(lu: &DossierLu) -> Table {
    let mut table = Table::new(
        "Histoire du dossier",
        vec![Column::text("Date"), Column::text("État"), Column::text("Motif")],
    );
    for one in &lu.dossier.fiche.passages {
        table.rows.push(Row::new(moment(one.at), vec![one.etat.label().into(), one.motif.as_str().into()]));
    }
    table
}
