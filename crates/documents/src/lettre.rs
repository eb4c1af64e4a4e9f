//! The printed letter of an invitation: a code in large characters, the address to type, until when.

use jiff::civil::Date;

use crate::DocumentError;
use crate::document::{Block, Document, Entry, Section};
use crate::pdf;
use crate::typography::french;

/// What a printed invitation says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lettre {
    /// Who invites: the name of the CPTS.
    pub organisation: String,
    /// Name of the person.
    pub name: String,
    /// Role, as people read it.
    pub role: String,
    /// The code as it is printed: `ABCD-EFGH-JKLM`.
    pub code: String,
    /// The address to type.
    pub address: String,
    /// Last day.
    pub until: Date,
    /// Day of the letter.
    pub date: Date,
}

/// The letter as a tagged PDF (PDF/UA-1), on one page.
///
/// # Errors
/// When the template is refused, which is a defect of the program.
pub fn lettre_pdf(lettre: &Lettre) -> Result<Vec<u8>, DocumentError> {
    pdf::write(&document(lettre))
}

fn document(lettre: &Lettre) -> Document {
    let until = domain::nombres::date(lettre.until);
    let step = |title: String| Entry { title, lines: vec![], link: None };
    let steps = vec![
        Entry {
            title: "Ouvrez un navigateur et tapez cette adresse :".into(),
            lines: vec![],
            link: Some(lettre.address.clone()),
        },
        step("Tapez le code ci-dessus. Les tirets et les majuscules ne comptent pas.".into()),
        step("Choisissez votre mot de passe et votre second facteur. La page vous guide.".into()),
    ];
    let section = |title: &str, blocks| Section { title: title.into(), blocks };
    let mut document = Document {
        kind: "Invitation".into(),
        title: format!("Votre invitation à rejoindre {}", lettre.organisation),
        subtitle: vec![lettre.name.clone(), format!("Rôle proposé : {}", lettre.role)],
        banner: None,
        date: lettre.date,
        dated: format!("Lettre préparée le {}", domain::nombres::date(lettre.date)),
        author: lettre.organisation.clone(),
        description: format!("Code personnel pour rejoindre {} dans Maillage.", lettre.organisation),
        keywords: vec!["CPTS".into(), "invitation".into()],
        sections: vec![
            section(
                "Votre code personnel",
                vec![
                    Block::Code {
                        label: format!("À taper avant la fin du {until}. Il ne sert qu'une fois."),
                        value: lettre.code.clone(),
                    },
                    Block::paragraph("Ce code vaut une signature : ne le donnez à personne."),
                ],
            ),
            section("Que faire ?", vec![Block::Entries { items: steps }]),
            section(
                "Une question ?",
                vec![Block::paragraph(format!(
                    "Demandez à la coordination de {}. Si vous n'attendiez pas cette lettre, détruisez-la : sans le code, rien ne se passe.",
                    lettre.organisation
                ))],
            ),
        ],
    };
    document.each_text(&mut |text| *text = french(text));
    document
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn lettre() -> Lettre {
        Lettre {
            organisation: "CPTS de l'Exemple".into(),
            name: "Camille Exemple".into(),
            role: "Membre".into(),
            code: "ACDE-FGHJ-KMNP".into(),
            address: "https://maillage.exemple.fr/invitation".into(),
            until: date(2026, 12, 22),
            date: date(2026, 11, 22),
        }
    }

    #[test]
    fn the_letter_gives_the_code_the_address_and_the_last_day() {
        let text = crate::text::write(&document(&lettre()));
        for part in
            ["ACDE-FGHJ-KMNP", "https://maillage.exemple.fr/invitation", "22/12/2026", "Camille Exemple"]
        {
            assert!(text.contains(part), "{part} is missing from {text}");
        }
    }

    #[test]
    fn the_letter_is_one_tagged_page() {
        let bytes = lettre_pdf(&lettre()).unwrap();
        let pdf = lopdf::Document::load_mem(&bytes).unwrap();
        assert_eq!(pdf.get_pages().len(), 1);
        let catalog = pdf.catalog().unwrap();
        assert!(catalog.has(b"StructTreeRoot") && catalog.has(b"Lang"));
    }
}
