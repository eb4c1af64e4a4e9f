//! Every form says the same, and loses nothing.

use documents::{lettre_intention_docx, lettre_intention_html, lettre_intention_pdf, lettre_intention_text};
use domain::dossier::lettre::{Contenu, Redigee, Tableau};

use super::{DEPOSE, lettres, part};
use crate::lettre::pdf::text_of_pages;

/// Letters and digits only: spaces, hyphens at the ends of lines and signs differ from one form to another.
pub fn bare(text: &str) -> String {
    text.chars().filter(|char| char.is_alphanumeric()).collect()
}

/// The text of a document without its tags.
pub fn without_tags(xml: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for char in xml.chars() {
        match char {
            '<' => inside = true,
            '>' => inside = false,
            _ if inside => {}
            _ => out.push(char),
        }
    }
    out.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"")
}

/// Every text that a person wrote or the system filled in.
pub fn said(of: &Redigee) -> Vec<String> {
    let mut out = vec![of.titre.clone(), of.cpts.clone(), of.modele_nom.clone()];
    let table = |out: &mut Vec<String>, own: &Tableau| {
        out.push(own.titre.clone());
        out.extend(own.colonnes.iter().map(|column| column.titre.clone()));
        out.extend(own.lignes.iter().flatten().cloned());
    };
    for partie in &of.parties {
        out.push(partie.titre.clone());
        for champ in &partie.champs {
            out.push(champ.titre.clone());
            out.extend(champ.explication.iter().flat_map(|text| text.lines()).map(str::to_owned));
            for contenu in &champ.contenu {
                match contenu {
                    Contenu::Paragraphe { texte } => out.extend(texte.lines().map(str::to_owned)),
                    Contenu::Liste { lignes } => out.extend(lignes.iter().cloned()),
                    Contenu::Faits { faits } => {
                        out.extend(faits.iter().flat_map(|fait| [fait.libelle.clone(), fait.valeur.clone()]));
                    }
                    Contenu::Tableau(own) => table(&mut out, own),
                    Contenu::Carte { texte, tableau, .. } => {
                        out.push(texte.clone());
                        tableau.iter().for_each(|own| table(&mut out, own));
                    }
                }
            }
        }
    }
    for source in &of.sources {
        out.extend([&source.citation, &source.millesime, &source.perimetre, &source.unite].map(Clone::clone));
        out.extend(source.masque.clone());
    }
    out.retain(|text| !text.is_empty());
    out
}

fn forms(of: &Redigee, statut: documents::Statut) -> [(&'static str, String); 4] {
    [
        ("pdf", text_of_pages(&lettre_intention_pdf(of, statut).unwrap())),
        ("docx", without_tags(&part(lettre_intention_docx(of, statut).unwrap(), "word/document.xml"))),
        ("html", without_tags(&lettre_intention_html(of, statut))),
        ("text", lettre_intention_text(of, statut)),
    ]
}

#[test]
fn every_paragraph_and_every_cell_is_in_every_form() {
    for own in [lettres::whole(), lettres::gaps()] {
        for (form, text) in forms(&own, DEPOSE) {
            let text = bare(&text);
            for said in said(&own) {
                // The text for a terminal cuts long cells between other columns.
                let cut = form == "text" && said.chars().count() > 30;
                assert!(cut || text.contains(&bare(&said)), "{said:?} is missing from the {form}");
            }
        }
    }
}

#[test]
fn references_lead_to_the_annex_and_explanations_stand_beside_values() {
    for (form, text) in forms(&lettres::whole(), DEPOSE) {
        let plain: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in
            ["[1, 2]", "Explication de la CPTS", "Sources et passeports des chiffres", "Oui – une convention"]
        {
            let found = plain.contains(part) || bare(&plain).contains(&bare(part)) && !part.starts_with('[');
            assert!(found, "{part:?} is missing from the {form}");
        }
        assert!(bare(&plain).contains(&bare("Cité dans : Communes et quartiers")), "{form}");
        assert!(!plain.contains("Brouillon") && !plain.contains("À compléter"), "{form}");
        assert!(bare(&plain).contains(&bare("Version n° 2, déposée le 01/09/2026")), "{form}");
    }
}

#[test]
fn a_draft_says_so_and_names_what_is_empty() {
    for (form, text) in forms(&lettres::gaps(), documents::Statut::Brouillon) {
        let text = bare(&text);
        for part in [
            "Brouillon – version fictive",
            "À compléter",
            "Champs à compléter",
            "Le projet et ses porteurs – Porteurs du projet",
            "Calendrier prévisionnel – Calendrier prévisionnel",
            "Date de rédaction : à compléter",
        ] {
            assert!(text.contains(&bare(part)), "{part:?} is missing from the {form}");
        }
    }
    let whole = lettre_intention_text(&lettres::whole(), documents::Statut::Brouillon);
    assert!(whole.contains("Brouillon") && !whole.contains("Champs à compléter"), "{whole}");
    let filed = lettre_intention_text(&lettres::gaps(), DEPOSE);
    assert!(filed.contains("Version fictive") && filed.contains("Non renseigné"), "{filed}");
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    let own = lettres::whole();
    assert_eq!(lettre_intention_pdf(&own, DEPOSE).unwrap(), lettre_intention_pdf(&own, DEPOSE).unwrap());
    assert_eq!(lettre_intention_docx(&own, DEPOSE).unwrap(), lettre_intention_docx(&own, DEPOSE).unwrap());
    assert_eq!(lettre_intention_html(&own, DEPOSE), lettre_intention_html(&own, DEPOSE));
}

/// Files to look at: `MAILLAGE_SAMPLES=/some/folder cargo test -p documents lettre`.
#[test]
fn every_letter_makes_every_file() {
    let folder = std::env::var_os("MAILLAGE_SAMPLES").map(std::path::PathBuf::from);
    let letters = [
        ("whole", lettres::whole(), DEPOSE),
        ("gaps", lettres::gaps(), documents::Statut::Brouillon),
        ("hostile", lettres::hostile(), DEPOSE),
    ];
    for (name, own, statut) in letters {
        let files = [
            ("pdf", lettre_intention_pdf(&own, statut).unwrap()),
            ("docx", lettre_intention_docx(&own, statut).unwrap()),
            ("html", lettre_intention_html(&own, statut).into_bytes()),
            ("txt", lettre_intention_text(&own, statut).into_bytes()),
        ];
        for (kind, bytes) in files {
            assert!(bytes.len() > 1000, "{name}.{kind} is nearly empty");
            if let Some(folder) = &folder {
                std::fs::write(folder.join(format!("lettre-{name}.{kind}")), bytes).unwrap();
            }
        }
    }
}

#[test]
fn whatever_was_typed_makes_every_form() {
    let own = lettres::hostile();
    for (form, text) in forms(&own, DEPOSE) {
        for part in ["cellule de trop", "- # reste", "Partie sans champ"] {
            assert!(bare(&text).contains(&bare(part)), "{part:?} is missing from the {form}");
        }
    }
    let html = lettre_intention_html(&own, DEPOSE);
    assert!(!html.contains("<script>"), "{html}");
    crate::xml::read(
        html.split_once("<html")
            .map(|(_, rest)| rest)
            .unwrap()
            .split_once('>')
            .unwrap()
            .1
            .rsplit_once("</html>")
            .unwrap()
            .0,
        &["meta", "br"],
    );
}
