//! Printed letters of a campaign, one a page in a window envelope, and the poster of a relay kit.

use jiff::civil::Date;
use serde::Serialize;

use crate::DocumentError;
use crate::courriel::campagne::paragraphes;
use crate::pdf;
use crate::typography::french;

/// Longest line of an address in a window envelope, in characters (NF Z10-011).
pub const LIGNE_ADRESSE: usize = 38;
/// Lines of such an address.
pub const LIGNES_ADRESSE: usize = 6;

/// What all the letters of a campaign say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Courriers {
    /// Who writes.
    pub organisation: String,
    /// Lines under its name: address, telephone.
    pub expediteur: Vec<String>,
    /// Place and day: `Valserre, le 22/11/2026`.
    pub date: Date,
    /// Subject.
    pub objet: String,
    /// Text of the CPTS, in paragraphs separated by an empty line.
    pub message: String,
    /// The meeting it invites to, in a sentence.
    pub reunion: Option<String>,
    /// Who signs.
    pub signature: String,
    /// One letter a person.
    pub lettres: Vec<LettreCampagne>,
}

/// The letter of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LettreCampagne {
    /// Name, then the lines of the address.
    pub adresse: Vec<String>,
    /// The address to type, short enough for that.
    pub lien: String,
    /// The same as a QR code: standalone SVG.
    pub qr: String,
    /// Where the address was found.
    pub source: String,
}

/// The poster of a relay kit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Affiche {
    /// Who invites.
    pub organisation: String,
    /// Title.
    pub titre: String,
    /// Text, in paragraphs separated by an empty line.
    pub message: String,
    /// The meeting it invites to, in a sentence.
    pub reunion: Option<String>,
    /// The address.
    pub lien: String,
    /// The same as a QR code.
    pub qr: String,
    /// Day of the poster.
    pub date: Date,
}

#[derive(Serialize)]
struct Input {
    titre: String,
    organisation: String,
    expediteur: Vec<String>,
    date: String,
    year: i16,
    month: i8,
    day: i8,
    objet: String,
    paragraphes: Vec<String>,
    signature: String,
    lettres: Vec<Lettre>,
}

#[derive(Serialize)]
struct Lettre {
    adresse: Vec<String>,
    lien: String,
    qr: String,
    source: String,
}

fn printable(text: &str) -> String {
    pdf::printable_text(&french(text))
}

fn paragraphs(message: &str, reunion: Option<&String>) -> Vec<String> {
    let own = paragraphes(message).into_iter().chain(reunion.cloned());
    own.map(|text| printable(&text)).collect()
}

/// The lines of an address as a window shows them: six at most, of 38 characters at most, the last one in capitals.
pub fn lignes_adresse(nom: &str, adresse: &str) -> Vec<String> {
    let cut = |line: &str| line.trim().chars().take(LIGNE_ADRESSE).collect::<String>();
    let parts = adresse.split(['\n', ',']).map(cut).filter(|line| !line.is_empty());
    let mut lines: Vec<String> = std::iter::once(cut(nom)).chain(parts).collect();
    if lines.len() > LIGNES_ADRESSE {
        // The last line tells the town: the ones in the middle give way.
        let last = lines.pop();
        lines.truncate(LIGNES_ADRESSE - 1);
        lines.extend(last);
    }
    if lines.len() > 1
        && let Some(last) = lines.last_mut()
    {
        *last = last.to_uppercase();
    }
    lines
}

/// The letters as one tagged PDF (PDF/UA-1), one page a person, to be printed and folded.
///
/// # Errors
/// When the template is refused, which is a defect of the program.
pub fn courriers_pdf(courriers: &Courriers) -> Result<Vec<u8>, DocumentError> {
    let date = courriers.date;
    let lettre = |one: &LettreCampagne| Lettre {
        adresse: one.adresse.iter().map(|line| pdf::printable_text(line)).collect(),
        lien: one.lien.clone(),
        qr: one.qr.clone(),
        source: printable(if one.source.trim().is_empty() {
            "annuaire public des professionnels"
        } else {
            one.source.trim()
        }),
    };
    let input = Input {
        titre: printable(&format!("{} – lettres", courriers.objet)),
        organisation: printable(&courriers.organisation),
        expediteur: courriers.expediteur.iter().map(|line| printable(line)).collect(),
        date: format!("Le {}", domain::nombres::date(date)),
        year: date.year(),
        month: date.month(),
        day: date.day(),
        objet: printable(&courriers.objet),
        paragraphes: paragraphs(&courriers.message, courriers.reunion.as_ref()),
        signature: printable(&courriers.signature),
        lettres: courriers.lettres.iter().map(lettre).collect(),
    };
    pdf::typeset(pdf::Main::Courrier, &input)
}

/// The poster as a tagged PDF (PDF/UA-1), one page.
///
/// # Errors
/// When the template is refused, which is a defect of the program.
pub fn affiche_pdf(affiche: &Affiche) -> Result<Vec<u8>, DocumentError> {
    let date = affiche.date;
    let input = Input {
        titre: printable(&affiche.titre),
        organisation: printable(&affiche.organisation),
        expediteur: Vec::new(),
        date: domain::nombres::date(date),
        year: date.year(),
        month: date.month(),
        day: date.day(),
        objet: printable(&affiche.titre),
        paragraphes: paragraphs(&affiche.message, affiche.reunion.as_ref()),
        signature: String::new(),
        lettres: vec![Lettre {
            adresse: Vec::new(),
            lien: affiche.lien.clone(),
            qr: affiche.qr.clone(),
            source: String::new(),
        }],
    };
    pdf::typeset(pdf::Main::Affiche, &input)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const QR: &str =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 3 3\"><path d=\"M1 1h1v1h-1z\"/></svg>";

    fn letters(count: usize) -> Courriers {
        let one = |rank: usize| LettreCampagne {
            adresse: lignes_adresse(&format!("Camille Exemple{rank}"), "3 rue des Essais, 96100 Valserre"),
            lien: "https://maillage.exemple.fr/campagne/ABCD-EFGH-JKLM".into(),
            qr: QR.into(),
            source: String::new(),
        };
        Courriers {
            organisation: "CPTS de l'Exemple".into(),
            expediteur: vec!["1 place de la Mairie".into(), "96100 Valserre".into()],
            date: date(2026, 11, 22),
            objet: "Un projet de CPTS chez vous".into(),
            message: "Premier paragraphe.\n\nSecond paragraphe.".into(),
            reunion: None,
            signature: "La coordination".into(),
            lettres: (0..count).map(one).collect(),
        }
    }

    #[test]
    fn each_letter_is_one_tagged_page() {
        let bytes = courriers_pdf(&letters(3)).unwrap();
        let pdf = lopdf::Document::load_mem(&bytes).unwrap();
        assert_eq!(pdf.get_pages().len(), 3);
        let catalog = pdf.catalog().unwrap();
        assert!(catalog.has(b"StructTreeRoot") && catalog.has(b"Lang"));
    }

    #[test]
    fn a_poster_is_one_page() {
        let affiche = Affiche {
            organisation: "CPTS de l'Exemple".into(),
            titre: "Un projet de CPTS chez vous".into(),
            message: "Dites-nous si vous en êtes.".into(),
            reunion: Some("Réunion d'information le 8 mars à 20 h, salle des fêtes.".into()),
            lien: "https://maillage.exemple.fr/campagne/abcdefghijklmnopqrstuvwxyz0123456789-ABCDEFG".into(),
            qr: QR.into(),
            date: date(2026, 11, 22),
        };
        let pdf = lopdf::Document::load_mem(&affiche_pdf(&affiche).unwrap()).unwrap();
        assert_eq!(pdf.get_pages().len(), 1);
    }

    #[test]
    fn an_address_fits_the_window_and_keeps_its_town() {
        let long = "Maison de santé, Bâtiment B, Escalier 2, 3 rue des Essais, BP 12, Lieu-dit Le Pré, 96100 Valserre";
        let lines = lignes_adresse("Camille Exemple", long);
        assert_eq!(lines.len(), LIGNES_ADRESSE);
        assert_eq!(lines.last().map(String::as_str), Some("96100 VALSERRE"));
        assert!(lines.iter().all(|line| line.chars().count() <= LIGNE_ADRESSE));
    }
}
