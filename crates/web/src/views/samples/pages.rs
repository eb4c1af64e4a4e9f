//! The other pages, with invented data.

use domain::aci::plafond::plafonds;
use domain::aci::taille::rules;
use domain::communaute::feuillets::feuillets;

use super::super::components::{Link, Notice, Tone};
use super::super::datasets::{DatasetLine, RejectedLine};
use super::super::regles;
use super::super::sheet::SheetView;
use super::super::territoires::TerritoireCard;
use super::super::{
    AccessibilityView, CptsUrls, DatasetsView, ErrorView, GuidePage, GuidePageView, GuideView,
    ImportReportView, NewTerritoireView, Page, RulesView, Section, TerritoiresView,
};
use super::fiche::passports;
use super::{Sample, sample};
use crate::shell::PageError;

fn cpts_page(section: Section, title: &str) -> Page {
    Page::of_cpts("vallee-verte", "CPTS de la Vallée Verte", section, title)
}

fn new_url() -> Option<String> {
    Some(CptsUrls::new("vallee-verte").nouveau())
}

pub(super) fn cards() -> Vec<TerritoireCard> {
    let urls = CptsUrls::new("vallee-verte");
    let card = |id: &str, name: &str, summary: &str| TerritoireCard {
        name: name.to_owned(),
        url: urls.territoire(id).show().to_owned(),
        reference: "Variante A".to_owned(),
        variantes: "3 variantes".to_owned(),
        summary: summary.to_owned(),
        changed: "modifié le 22/11/2026".to_owned(),
        diagnostic: (id == "t1").then(|| urls.territoire(id).variante("v1").diagnostic().show().to_owned()),
    };
    vec![
        card("t1", "Vallée Verte", "43\u{202f}946 habitants en 2023, T2, 8 communes"),
        card("t2", "Vallée Verte et Haut Pays", "Aucune commune choisie pour le moment."),
    ]
}

pub(super) fn missing() -> Notice {
    Notice::new(Tone::Attention, "Les contours des communes manquent pour le département 96. Les cartes ne peuvent pas être dessinées.")
        .with_details(vec!["Commande pour l'administrateur\u{a0}: maillage fetch --departement 96".to_owned()])
        .with_link(Link::new("Comment obtenir ces données", "/donnees"))
}

fn territoires(territoires: Vec<TerritoireCard>, new_url: Option<String>) -> TerritoiresView {
    TerritoiresView { page: cpts_page(Section::Territoires, "Territoires"), territoires, new_url }
}

fn new_territoire(nom: &str, error: Option<&str>) -> NewTerritoireView {
    let urls = CptsUrls::new("vallee-verte");
    let page =
        cpts_page(Section::Territoires, "Créer un territoire").under("Territoires", urls.territoires());
    let mut view = NewTerritoireView::new(page, urls.nouveau(), nom, "Variante A");
    view.nom.error = error.map(str::to_owned);
    view
}

fn datasets() -> DatasetsView {
    let passports = passports();
    let lines: Vec<DatasetLine<'_>> = passports
        .iter()
        .enumerate()
        .map(|(rank, passport)| DatasetLine {
            passport,
            rows: 60,
            imported_on: (rank > 0).then(|| "22/11/2026".to_owned()),
            report_url: (rank > 0).then(|| format!("/donnees/{rank}")),
        })
        .collect();
    DatasetsView::new(
        Page::new(Section::Donnees, "Données de référence"),
        &lines,
        vec![missing()],
        &["96".to_owned()],
    )
}

fn report() -> ImportReportView {
    let rejected = [RejectedLine {
        rank: 14,
        reason: "Le code «\u{a0}2,665E+13\u{a0}» a été abîmé par un tableur.".to_owned(),
    }];
    ImportReportView {
        page: Page::new(Section::Donnees, "Populations de référence 2023").under("Données", "/donnees"),
        passport: ImportReportView::definitions(&passports()[0]),
        counts: ImportReportView::counts_table(&[
            ("Lignes lues", 61),
            ("Lignes gardées", 60),
            ("Lignes écartées", 1),
        ]),
        remarks: vec![Notice::new(
            Tone::Success,
            "Le total s'écarte de moins de 0,5\u{202f}% de la population légale.",
        )],
        rejected: ImportReportView::rejected_table(&rejected, 1),
        unmatched: vec!["96099".to_owned()],
        unmatched_beyond: 0,
    }
}

fn rules_view() -> RulesView {
    let rules = rules().expect("the rules of the program");
    RulesView::new(
        Page::new(Section::Regles, "Classes de taille et montants maximaux"),
        rules,
        plafonds().expect("the rules of the program"),
    )
}

fn community_rules() -> SheetView {
    let page = Page::new(Section::Regles, "Règles de la communauté").under("Règles", "/regles");
    regles::communaute(page, feuillets().expect("the rules of the program"))
}

/// The pages outside the sheet and the composer.
pub(super) fn samples() -> Vec<Sample> {
    let assessment = rules().expect("the rules of the program").assess(80_000, false);
    let guide = GuidePage {
        key: "territoire".to_owned(),
        title: "Choisir un territoire".to_owned(),
        html: "<p>Cherchez une commune.</p><h2>Coller une liste</h2><p>Une commune par ligne.</p>".to_owned(),
    };
    let wrong = "Le nom du territoire est vide. Écrivez un nom.";
    vec![
        sample("regles-communaute", "Règles de la communauté", &community_rules()),
        sample("territoires", "Liste des territoires", &territoires(cards(), new_url())),
        sample("territoires-vide", "Liste vide, lecture seule", &territoires(Vec::new(), None)),
        sample("nouveau", "Nouveau territoire", &new_territoire("", None)),
        sample("nouveau-erreur", "Nouveau territoire, erreur", &new_territoire("", Some(wrong))),
        sample("donnees", "Données de référence", &datasets()),
        sample("import", "Rapport d'un import", &report()),
        sample("regles", "Règles", &rules_view()),
        sample("regles-reponse", "Règles, réponse", &rules_view().answering("80 000", &assessment)),
        sample(
            "regles-erreur",
            "Règles, erreur",
            &rules_view().refusing(
                "beaucoup",
                "«\u{a0}beaucoup\u{a0}» n'est pas un nombre. Écrivez un nombre d'habitants.",
            ),
        ),
        sample("aide", "Aide", &GuideView::new(std::slice::from_ref(&guide))),
        sample("aide-vide", "Aide absente", &GuideView::new(&[])),
        sample("aide-page", "Page d'aide", &GuidePageView::new(&guide)),
        sample(
            "accessibilite",
            "Accessibilité",
            &AccessibilityView::new(Some("contact@exemple.fr".to_owned())),
        ),
        sample("erreur", "Page introuvable", &ErrorView::new(&PageError::NotFound.words(), "0193-4c1f")),
        sample("panne", "Panne", &ErrorView::new(&PageError::Internal.words(), "0193-4c1f")),
    ]
}
