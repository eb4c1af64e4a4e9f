//! A diagnosis of the invented territory, and all its pages.

mod data;

use domain::authz::Author;
use domain::diagnostic::{Changement, ChiffreRef, Diagnostic, DiagnosticFige, Etat, Niveau};

use self::data::{diagnostic, empty, figure};
use super::super::diagnostic::{
    CatalogueView, DiagnosedVariante, DiagnosticView, FigeView, FreezeForm, FrozenBanner, IndicateurView,
    OffreView, Reader, Since, Tri, frozen_list, frozen_table, liste,
};
use super::super::page::{Page, Section};
use super::super::urls::{CptsUrls, DiagnosticUrls};
use super::{Sample, fiche, sample};

fn urls() -> DiagnosticUrls {
    fiche::urls().diagnostic()
}

fn page(title: &str) -> Page {
    fiche::page(title).with_overline("Vallée Verte, Variante A")
}

fn reader<'a>(diagnostic: &'a Diagnostic, may_edit: bool, who: &'a dyn Fn(&Author) -> String) -> Reader<'a> {
    Reader {
        diagnostic,
        urls: urls(),
        lecture: urls().lecture(),
        may_edit,
        documents: may_edit.then(|| CptsUrls::new("vallee-verte")),
        who,
    }
}

fn frozen() -> DiagnosticFige {
    DiagnosticFige {
        id: domain::ids::DiagnosticId(uuid::Uuid::from_u128(7)),
        territoire: domain::ids::TerritoireId(uuid::Uuid::from_u128(1)),
        variante: domain::ids::VarianteId(uuid::Uuid::from_u128(1)),
        name: "Diagnostic de la lettre d'intention".to_owned(),
        note: Some("Joint à la lettre envoyée à l'ARS.".to_owned()),
        frozen_at: jiff::Timestamp::UNIX_EPOCH,
        author: Author::System("démonstration".to_owned()),
        fingerprint: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
    }
}

/// Pages of the diagnosis.
pub(super) fn samples() -> Vec<Sample> {
    let who = |_: &Author| "la coordination".to_owned();
    let full = diagnostic();
    let own = reader(&full, true, &who);
    let table = || frozen_table(&[frozen()], &urls(), &who);
    let absent = [territory::Kind::Professionals, territory::Kind::Structures];
    let main = DiagnosticView::new(page("Diagnostic territorial"), &own, &absent, table());
    let guest = DiagnosticView::new(page("Diagnostic territorial"), &reader(&full, false, &who), &[], None);
    let mut wrong = DiagnosticView::new(page("Diagnostic territorial"), &own, &[], None);
    wrong.freeze = FreezeForm::new("", "Pour l'ARS");
    wrong.freeze.nom.error = Some("Écrivez un nom.".to_owned());
    let nothing = [empty(&full, false), empty(&full, true)];
    let bare = |rank: usize, kinds: &[territory::Kind]| {
        DiagnosticView::new(page("Diagnostic territorial"), &reader(&nothing[rank], true, &who), kinds, None)
    };
    let mut samples = vec![
        sample("diagnostic", "Diagnostic d'un territoire", &main),
        sample("diagnostic-lecture", "Diagnostic, lecture seule", &guest),
        sample("diagnostic-erreur", "Diagnostic, nom de version oublié", &wrong),
        sample("diagnostic-vide", "Diagnostic d'un territoire vide", &bare(0, &[])),
        sample(
            "diagnostic-sans-donnees",
            "Diagnostic sans données",
            &bare(1, &[territory::Kind::Populations]),
        ),
        sample("offre", "Offre de soins", &OffreView::new(page("Offre de soins"), &own)),
        sample(
            "offre-vide",
            "Offre de soins sans données",
            &OffreView::new(page("Offre de soins"), &reader(&nothing[0], false, &who)),
        ),
    ];
    for (key, code, tri) in [
        ("indicateur", "apl_mg", Tri::Decroissant),
        ("indicateur-note", "sans_mt", Tri::Nom),
        ("indicateur-inconnu", "ald_diabete", Tri::Nom),
    ] {
        if let Some(read) = full.indicator(code) {
            let view = IndicateurView::new(page(&read.indicateur.label), &own, read, tri);
            samples.push(sample(key, "Page d'un indicateur", &view));
        }
    }
    samples.extend(frozen_samples(&full));
    if let Ok(catalogue) = domain::diagnostic::catalogue::catalogue() {
        let page = Page::new(Section::Regles, "Comprendre les indicateurs").under("Règles", "/regles");
        samples.push(sample(
            "indicateurs",
            "Catalogue des indicateurs",
            &CatalogueView::new(page, catalogue),
        ));
    }
    samples
}

fn frozen_samples(full: &Diagnostic) -> Vec<Sample> {
    let who = |_: &Author| "la coordination".to_owned();
    let fige = frozen();
    let own = urls().fige(&fige.id.to_string());
    let reader = Reader { lecture: own.lecture(), ..reader(full, false, &who) };
    let banner = || FrozenBanner::new(&fige, &urls(), &who);
    let change = |now| Changement {
        figure: ChiffreRef { indicateur: "apl_mg".to_owned(), niveau: Niveau::Territoire },
        label: "Accessibilité aux médecins généralistes (APL)".to_owned(),
        before: figure(2.6, Etat::Known),
        now,
    };
    let changes = [change(Some(figure(2.8, Etat::Partial))), change(None)];
    let view = |changes: &[Changement]| {
        let since = Since { now: Some(full), changes };
        FigeView::new(page(&fige.name), &reader, banner(), &since).removable(&own)
    };
    let variante = DiagnosedVariante {
        territoire: "Vallée Verte".to_owned(),
        variante: "Variante A".to_owned(),
        is_reference: true,
        url: urls().show().to_owned(),
    };
    vec![
        sample("fige", "Diagnostic figé, des chiffres ont changé", &view(&changes)),
        sample("fige-pareil", "Diagnostic figé, rien n'a changé", &view(&[])),
        sample("figes", "Versions figées", &frozen_list(page("Versions figées"), &[frozen()], &urls(), &who)),
        sample(
            "figes-vide",
            "Aucune version figée",
            &frozen_list(page("Versions figées"), &[], &urls(), &who),
        ),
        sample("diagnostics", "Diagnostics de la CPTS", &liste(page("Diagnostics"), &[variante])),
        sample("diagnostics-vide", "Aucun diagnostic", &liste(page("Diagnostics"), &[])),
    ]
}
