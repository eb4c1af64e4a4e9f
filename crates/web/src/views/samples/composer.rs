//! Composers and previews of an invented territory.

use super::super::components::{ActionForm, KeyFigure, More, Notice, Tone};
use super::super::composer::{
    ComposerState, ComposerView, EpciResult, EpciResults, IrisPanel, MemberLine, PreviewLine, PreviewView,
    Proposal, SearchResults, UnitResult,
};
use super::super::map::MapToggles;
use super::fiche::{map, page, urls};
use super::{Sample, sample};

fn unit(code: &str, name: &str, inside: bool, part: Option<&str>) -> UnitResult {
    UnitResult {
        code: code.to_owned(),
        name: name.to_owned(),
        detail: "96400, Mille-Rivières (96)".to_owned(),
        population: "18\u{202f}412".to_owned(),
        inside,
        part: part.map(str::to_owned),
        has_iris: code.len() == 5 && code == "96001",
    }
}

fn member(code: &str, name: &str, is_iris: bool) -> MemberLine {
    MemberLine {
        code: code.to_owned(),
        name: name.to_owned(),
        detail: if is_iris { "Aigremont-les-Sources" } else { "96400, Mille-Rivières (96)" }.to_owned(),
        population: "3\u{202f}206".to_owned(),
        is_iris,
    }
}

fn figures() -> Vec<KeyFigure> {
    vec![
        KeyFigure {
            label: "Population".to_owned(),
            value: Some("43\u{202f}946".to_owned()),
            unit: "habitants".to_owned(),
            sources: vec!["INSEE, Populations de référence, 2023 (données fictives)".to_owned()],
            ..KeyFigure::default()
        },
        KeyFigure {
            label: "Classe de taille".to_owned(),
            value: Some("T2".to_owned()),
            note: Some("Taille 2\u{a0}: de 40 000 à 80 000 habitants".to_owned()),
            ..KeyFigure::default()
        },
    ]
}

fn blank() -> ComposerView {
    ComposerView {
        page: page("Composer le territoire").with_map().fictitious(true),
        urls: urls(),
        state: ComposerState::default(),
        notice: None,
        figures: Vec::new(),
        lines: Vec::new(),
        search: None,
        epcis: None,
        iris: None,
        map: None,
        liste_error: None,
        fichier_error: None,
    }
}

fn at_work() -> ComposerView {
    let toggles = MapToggles { add: urls().ajouter(), remove: urls().retirer() };
    ComposerView {
        state: ComposerState {
            q: "aigre".to_owned(),
            intercommunalite: "vallée".to_owned(),
            iris: "96001".to_owned(),
        },
        notice: Some(
            Notice::new(Tone::Success, "Belval a été ajoutée au territoire.")
                .with_action(ActionForm::new("Annuler cet ajout", urls().restaurer()).with("revision", "r2")),
        ),
        figures: figures(),
        lines: vec![
            member("96007", "Belval", false),
            member("960010001", "Quartier des Tilleuls", true),
            member("96012", "Castelroc", false),
        ],
        search: Some(SearchResults {
            lines: vec![
                unit("96001", "Aigremont-les-Sources", false, Some("1 IRIS sur 7")),
                unit("96007", "Belval", true, None),
            ],
            more: More { shown: 2, total: 14, url: Some("?q=aigre&tout=1".to_owned()) },
        }),
        epcis: Some(EpciResults {
            lines: vec![EpciResult {
                code: "249600001".to_owned(),
                name: "CC de la Vallée Verte".to_owned(),
                detail: "23 communes, dont 2 dans le territoire".to_owned(),
                complete: false,
            }],
        }),
        iris: Some(IrisPanel {
            commune: "96001".to_owned(),
            name: "Aigremont-les-Sources".to_owned(),
            lines: vec![
                unit("960010001", "Quartier des Tilleuls", true, None),
                unit("960010002", "Quartier de la Gare", false, None),
            ],
            source: "IGN, Contours des IRIS, 2026 (données fictives)".to_owned(),
        }),
        map: Some(super::super::MapIsland { toggles: Some(toggles), ..map() }),
        fichier_error: Some(
            "Ce fichier est un PDF. Envoyez un tableau CSV ou XLSX, ou collez la liste.".to_owned(),
        ),
        ..blank()
    }
}

fn proposal(code: &str, name: &str, ticked: bool) -> Proposal {
    Proposal {
        code: code.to_owned(),
        name: name.to_owned(),
        detail: "96400, Mille-Rivières (96), 3\u{202f}206 habitants".to_owned(),
        ticked,
        inside: code == "96012",
    }
}

fn line(rank: usize, text: &str, why: &str, proposals: Vec<Proposal>) -> PreviewLine {
    PreviewLine { rank, text: text.to_owned(), why: why.to_owned(), proposals }
}

fn preview() -> PreviewView {
    PreviewView {
        page: page("Vérifier la liste").under("Composer", urls().composer()),
        urls: urls(),
        origin: "votre liste".to_owned(),
        recognised: vec![proposal("96007", "Belval", true), proposal("96012", "Castelroc", true)],
        ambiguous: vec![line(
            3,
            "Saint-Aubin",
            "Deux communes portent ce nom.",
            vec![proposal("96031", "Saint-Aubin-sur-Lère", false), proposal("96032", "Saint-Aubin", false)],
        )],
        former: vec![line(
            4,
            "96019 Estables",
            "Cette commune a été réunie à Fontbrune le 1er janvier 2019.",
            vec![proposal("96023", "Fontbrune", true)],
        )],
        unknown: vec!["Trifouillis".to_owned(), "2,665E+13".to_owned()],
        remarks: vec!["Les codes ont été lus dans la colonne «\u{a0}Code INSEE\u{a0}».".to_owned()],
        error: Some("Aucun lieu n'est coché. Cochez au moins une commune ou un IRIS.".to_owned()),
        has_members: true,
    }
}

/// Composers and previews.
pub(super) fn samples() -> Vec<Sample> {
    vec![
        sample("composer", "Composer, avec recherche et IRIS", &at_work()),
        sample("composer-vide", "Composer un territoire vide, sans carte", &blank()),
        sample("apercu", "Aperçu d'une liste collée", &preview()),
    ]
}
