//! The information notice: what everyone may know before giving anything.

use app::rgpd::{Registre, RegistreLine};

use super::{registre, said};
use crate::views::components::{Definition, Link};
use crate::views::page::Page;
use crate::views::sheet::{Part, SheetView};

/// Postal address of the authority, as it publishes it.
const CNIL: &str = "CNIL, 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07. Site\u{a0}: www.cnil.fr";

/// The notice. `own` is the page of one's own data, for those who have an account.
pub fn view(page: Page, (cpts, register): (&str, &Registre), own: Option<&str>) -> SheetView {
    let mut parts = vec![
        Part::Lead(format!("{cpts} utilise des données vous concernant. Voici lesquelles, et vos droits.")),
        Part::Heading("Qui est responsable".into()),
        Part::Definitions(registre::controller(&register.controller, cpts)),
        Part::Heading("Ce que nous utilisons, et pourquoi".into()),
    ];
    for line in register.lines.iter().filter(|line| !line.without_object) {
        parts.push(Part::Details(line.content.title.clone(), definitions(line)));
    }
    parts.extend(rights(register, own));
    SheetView::new(page, parts)
}

fn definitions(line: &RegistreLine) -> Vec<Definition> {
    let content = &line.content;
    [
        ("Pourquoi", &content.purpose),
        ("Sur quel fondement", &content.ground),
        ("Quelles données", &content.data),
        ("Qui les reçoit", &content.recipients),
        ("Combien de temps", &content.retention),
    ]
    .into_iter()
    .filter_map(|(term, text)| said(term, text))
    .collect()
}

fn rights(register: &Registre, own: Option<&str>) -> Vec<Part> {
    let contact = register.controller.dpo_email.as_ref().or(register.controller.email.as_ref());
    let write = match contact {
        Some(address) => format!("Écrivez à {address}. La réponse vient en un mois au plus."),
        None => "Demandez à la coordination de la CPTS. La réponse vient en un mois au plus.".to_owned(),
    };
    let mut parts = vec![
        Part::Heading("Vos droits".into()),
        Part::List(vec![
            "Savoir ce qui est gardé sur vous, et en avoir une copie.".into(),
            "Faire corriger une erreur.".into(),
            "Faire effacer ce qui n'est plus nécessaire.".into(),
            "Refuser un usage, ou le faire suspendre.".into(),
            "Emporter vos données dans un autre service.".into(),
        ]),
        Part::Text(vec![
            write,
            "Maillage ne garde jamais de numéro de sécurité sociale ni de donnée de patient.".into(),
            format!("Si la réponse ne vous convient pas, vous pouvez saisir la {CNIL}"),
        ]),
    ];
    if let Some(url) = own {
        parts.push(Part::Buttons(vec![Link::new("Voir mes données", url)]));
    }
    parts
}
