//! The register of processing.

use app::rgpd::{Controller, LineContent, Origin, Registre, RegistreLine};

use super::{area, download, line, said};
use crate::views::components::{Definition, Link, Notice, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Form, Part, SheetView};

/// Labels of the fields of a line, in the order of [`texts`].
pub const LABELS: [&str; 8] = [
    "Finalité",
    "Fondement",
    "Données",
    "Personnes",
    "Destinataires",
    "Durée de conservation",
    "Mesures de sécurité",
    "Sans objet",
];

/// What a line says, in the order of [`LABELS`].
pub fn texts(content: &LineContent) -> [&str; 8] {
    [
        &content.purpose,
        &content.ground,
        &content.data,
        &content.persons,
        &content.recipients,
        &content.retention,
        &content.measures,
        &content.reason,
    ]
}

/// Who answers for the processing.
pub fn controller(controller: &Controller, cpts: &str) -> Vec<Definition> {
    let or_missing = |text: &Option<String>| text.clone().unwrap_or_else(|| "à compléter".to_owned());
    let dpo = [&controller.dpo_name, &controller.dpo_email];
    let dpo: Vec<&str> = dpo.into_iter().flatten().map(String::as_str).collect();
    let dpo = if dpo.is_empty() { "à compléter".to_owned() } else { dpo.join(", ") };
    vec![
        Definition::new(
            "Responsable de traitement",
            controller.legal_name.clone().unwrap_or_else(|| cpts.to_owned()),
        ),
        Definition::new("Adresse", or_missing(&controller.address)),
        Definition::new("Courriel", or_missing(&controller.email)),
        Definition::new("Délégué à la protection des données (DPO)", dpo),
    ]
}

fn is_complete(controller: &Controller) -> bool {
    controller.legal_name.is_some() && controller.address.is_some() && controller.dpo_email.is_some()
}

/// The whole register; `base` is the organisation's address.
pub fn view(page: Page, base: &str, (cpts, registre): (&str, &Registre), may_edit: bool) -> SheetView {
    let mut parts = vec![Part::Lead(
        "Ce registre dit quelles données la CPTS utilise, pourquoi, et combien de temps (RGPD, article 30)."
            .into(),
    )];
    if !is_complete(&registre.controller) {
        parts.push(Part::Notice(
            Notice::new(Tone::Attention, "La fiche de l'association est incomplète.")
                .with_link(Link::new("Compléter la fiche de l'association", format!("{base}/association"))),
        ));
    }
    parts.push(Part::Definitions(controller(&registre.controller, cpts)));
    let new = Link::new("Ajouter un traitement", format!("{base}/traitements/nouveau"));
    let notice = Link::new("Lire la notice d'information", format!("{base}/notice"));
    parts.push(Part::Buttons(if may_edit { vec![new, notice] } else { vec![notice] }));
    for one in registre.lines.iter().filter(|line| !line.without_object) {
        line_parts(&mut parts, base, one, may_edit);
    }
    for one in registre.lines.iter().filter(|line| line.without_object) {
        line_parts(&mut parts, base, one, may_edit);
    }
    parts.push(Part::Heading("Télécharger le registre".into()));
    let file = |kind: &str| format!("{base}/traitements.{kind}");
    parts.push(Part::Downloads(vec![
        download("Registre à imprimer", file("pdf"), ("PDF", "Pour la CNIL ou le bureau.")),
        download("Registre à compléter", file("xlsx"), ("XLSX", "Un classeur, une ligne par traitement.")),
        download("Registre pour un tableur", file("csv"), ("CSV", "Le même contenu, en texte.")),
    ]));
    SheetView::new(page, parts)
}

fn line_parts(parts: &mut Vec<Part>, base: &str, line: &RegistreLine, may_edit: bool) {
    let mark = match (line.without_object, line.origin) {
        (true, _) => " (sans objet)",
        (_, Origin::Proposed) => " (proposé)",
        (_, Origin::Changed) => " (modifié par la CPTS)",
        (_, Origin::Own) => " (ajouté par la CPTS)",
    };
    parts.push(Part::Heading(format!("{}{mark}", line.content.title)));
    let mut list: Vec<Definition> =
        LABELS.iter().zip(texts(&line.content)).filter_map(|(label, text)| said(label, text)).collect();
    list.extend(line.to_confirm.as_ref().map(|status| Definition::new("Statut du fondement", status)));
    parts.push(Part::Definitions(list));
    if may_edit {
        let label = format!("Modifier «\u{a0}{}\u{a0}»", line.content.title);
        parts.push(Part::Buttons(vec![Link::new(label, format!("{base}/traitements/{}", line.key))]));
    }
}

/// The form of one line; `key` is `None` for a new one.
pub fn form(page: Page, base: &str, line: Option<&RegistreLine>) -> SheetView {
    let empty = LineContent::default();
    let content = line.map_or(&empty, |line| &line.content);
    let action = match line {
        Some(line) => format!("{base}/traitements/{}", line.key),
        None => format!("{base}/traitements/nouveau"),
    };
    let mut parts = vec![Part::Form(
        Form::new(action.clone(), "Enregistrer le traitement", items(content))
            .cancel("Revenir au registre", format!("{base}/traitements")),
    )];
    match line {
        Some(line) if line.without_object => {
            parts.push(Part::Heading("Reprendre ce traitement".into()));
            parts.push(Part::Form(Form::new(
                format!("{action}/retablir"),
                "Reprendre ce traitement",
                Vec::new(),
            )));
        }
        Some(_) => {
            parts.push(Part::Heading("Ce traitement n'existe pas chez vous".into()));
            parts.push(Part::Form(
                Form::new(
                    format!("{action}/retirer"),
                    "Déclarer ce traitement sans objet",
                    vec![area("motif", "Pourquoi", (2, "Cette raison reste dans le registre.", ""))],
                )
                .danger(),
            ));
        }
        None => {}
    }
    SheetView::new(page, parts)
}

fn items(content: &LineContent) -> Vec<crate::views::sheet::Item> {
    let one_a_line = "Un élément par ligne.";
    vec![
        line("titre", "Titre", &content.title),
        area("finalite", "Finalité\u{a0}: à quoi servent ces données", (3, "", &content.purpose)),
        area(
            "fondement",
            "Fondement légal",
            (2, "Contrat, obligation légale, intérêt légitime…", &content.ground),
        ),
        area("donnees", "Données", (4, one_a_line, &content.data)),
        area("personnes", "Personnes concernées", (3, one_a_line, &content.persons)),
        area("destinataires", "Destinataires", (3, one_a_line, &content.recipients)),
        area("duree", "Durée de conservation", (2, "", &content.retention)),
        area("mesures", "Mesures de sécurité", (4, one_a_line, &content.measures)),
    ]
}
