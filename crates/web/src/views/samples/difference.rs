//! Two fictitious versions of a letter, compared.

use domain::dossier::difference::Difference;
use domain::dossier::lettre::{Champ, Colonne, Contenu, Fait, Partie, Redigee, Source, Tableau};
use jiff::civil::date;

use super::{Sample, sample};
use crate::views::components::Link;
use crate::views::dossier::difference::{ComparerView, DifferenceView};
use crate::views::page::{Page, Section};

fn champ(cle: &str, titre: &str, contenu: Vec<Contenu>) -> Champ {
    Champ { cle: cle.into(), titre: titre.into(), contenu, explication: None }
}

fn equipe(lignes: &[[&str; 3]]) -> Contenu {
    Contenu::Tableau(Tableau {
        titre: "Équipe projet".into(),
        colonnes: ["Nom", "Profession", "Ville"]
            .map(|titre| Colonne { titre: titre.into(), nombre: false })
            .to_vec(),
        lignes: lignes.iter().map(|line| line.map(str::to_owned).to_vec()).collect(),
        total: false,
        sources: vec![],
    })
}

fn population(valeur: &str) -> Contenu {
    Contenu::Faits {
        faits: vec![Fait { libelle: "Population".into(), valeur: valeur.into(), sources: vec![0] }],
    }
}

fn lettre(champs: Vec<Champ>, millesime: &str) -> Redigee {
    Redigee {
        modele: "generique".into(),
        modele_nom: "Trame simple, toutes régions".into(),
        nature: "Lettre d'intention".into(),
        titre: "CPTS de la Vallée Verte".into(),
        cpts: "CPTS de la Vallée Verte".into(),
        jour: date(2026, 11, 22),
        redigee_le: None,
        fictif: true,
        parties: vec![Partie { cle: "projet".into(), titre: "Le projet".into(), champs }],
        sources: vec![Source {
            citation: "Insee, populations de référence".into(),
            millesime: millesime.into(),
            perimetre: "12 communes".into(),
            unite: "habitants".into(),
            masque: None,
        }],
    }
}

fn difference() -> Difference {
    let before = lettre(
        vec![
            champ(
                "liens",
                "Liens avec des MSP",
                vec![Contenu::paragraphe("Une MSP est en projet à Mirevent.")],
            ),
            champ(
                "equipe",
                "Équipe projet",
                vec![equipe(&[
                    ["Camille Exemple", "Infirmière", "Valfictif"],
                    ["Sacha Exemple", "Pharmacien", "Mirevent"],
                    ["Dominique Exemple", "Médecin", "Valfictif"],
                ])],
            ),
            champ("population", "Population", vec![population("47\u{202f}617 habitants")]),
            champ("outils", "Outils déjà là", vec![Contenu::paragraphe("Messagerie sécurisée.")]),
        ],
        "2017",
    );
    let mut after = lettre(
        vec![
            champ(
                "liens",
                "Liens avec des MSP",
                vec![Contenu::paragraphe(
                    "Deux MSP sont en projet à Mirevent.\nElles prennent part aux soins non programmés.",
                )],
            ),
            champ(
                "equipe",
                "Équipe projet",
                vec![equipe(&[
                    ["Camille Exemple", "Infirmière", "Œuvremont"],
                    ["Dominique Exemple", "Médecin", "Valfictif"],
                    ["Alix Exemple", "Sage-femme", "Mirevent"],
                ])],
            ),
            champ("outils", "Outils déjà là", vec![Contenu::paragraphe("Messagerie sécurisée.")]),
            champ("population", "Population", vec![population("47\u{202f}366 habitants")]),
        ],
        "2023",
    );
    after.redigee_le = Some(date(2026, 8, 28));
    Difference::of(&before, &after)
}

pub(super) fn samples() -> Vec<Sample> {
    let page = || {
        Page::of_cpts(
            "vallee-verte",
            "CPTS de la Vallée Verte",
            Section::Communaute,
            "Comparer deux versions",
        )
    };
    let view = |difference| ComparerView {
        page: page(),
        versions: "De la version 1, déposée le 06/04/2026, à la version 2, déposée le 01/09/2026.".into(),
        difference,
        liens: vec![Link::new("Revenir aux versions", "/c/vallee-verte/dossiers")],
    };
    let same = lettre(vec![champ("outils", "Outils", vec![Contenu::paragraphe("Aucun.")])], "2023");
    vec![
        sample("versions-comparees", "Deux versions comparées", &view(DifferenceView::of(difference()))),
        sample(
            "versions-identiques",
            "Deux versions identiques",
            &view(DifferenceView::of(Difference::of(&same, &same))),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use askama::Template as _;

    use super::*;

    #[test]
    fn words_that_came_and_went_are_said_in_words() {
        let html = DifferenceView::of(difference()).render().unwrap();
        for part in [
            "<del><span class=\"visually-hidden\">[retiré&nbsp;: </span>Une",
            "<ins><span class=\"visually-hidden\">[ajouté&nbsp;: </span>Deux",
            "47\u{202f}617<span",
            "Sources changées",
            "Œuvremont",
            "1\u{a0}ligne inchangée.",
            "<span class=\"visually-hidden\">[ajouté&nbsp;: </span>28/08/2026",
        ] {
            assert!(html.contains(part), "{part} is missing from {html}");
        }
        assert!(!html.contains("Messagerie"), "what did not change is not told again: {html}");
    }
}
