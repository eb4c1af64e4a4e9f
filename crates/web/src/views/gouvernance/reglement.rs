//! The form of the rules: models to start from, colleges, one block a kind of meeting.

use domain::communaute::ReunionKind;
use domain::communaute::gouvernance::{Majorite, Modeles, Portee, Porteur, QuorumMode, Reglement};

use super::super::components::{Choice, Definition, Field, FieldKind, Link, Notice, Opt, Tone};
use super::super::page::Page;
use super::super::sheet::{Form, Item, Part, SheetView};

/// Kinds of meetings that have rules, with the names of their fields: quorum, share, where, majority, boxes.
pub const KINDS: [(ReunionKind, [&str; 5]); 4] = [
    (ReunionKind::Ago, ["ago_quorum", "ago_part", "ago_portee", "ago_majorite", "ago_options"]),
    (ReunionKind::Age, ["age_quorum", "age_part", "age_portee", "age_majorite", "age_options"]),
    (ReunionKind::Ca, ["ca_quorum", "ca_part", "ca_portee", "ca_majorite", "ca_options"]),
    (
        ReunionKind::Bureau,
        ["bureau_quorum", "bureau_part", "bureau_portee", "bureau_majorite", "bureau_options"],
    ),
];

/// Key and label of a choice.
type Words<T> = fn(T) -> (&'static str, &'static str);

fn select<T: Copy + PartialEq>(
    (name, label): (&'static str, String),
    all: &[T],
    (chosen, words): (T, Words<T>),
) -> Item {
    let options = all.iter().map(|one| {
        let (key, label) = words(*one);
        Opt::new(key, label, *one == chosen)
    });
    Item::Select(Choice::new(name, label, options.collect()))
}

fn meeting(reglement: &Reglement, (kind, names): (ReunionKind, [&'static str; 5])) -> Vec<Item> {
    let regle = reglement.regle(kind);
    let [quorum, part, portee, majorite, boxes] = names;
    let label = |text: &str| format!("{}\u{a0}: {text}", kind.label());
    let share = if regle.part.num == 0 { String::new() } else { regle.part.label() };
    let options = vec![
        Opt::new("seconde", "La seconde convocation n'a pas de quorum", regle.seconde_sans_quorum),
        Opt::new("blancs", "Les bulletins blancs comptent dans la majorité", regle.blancs),
        Opt::new("abstentions", "Les abstentions comptent dans la majorité", regle.abstentions),
    ];
    vec![
        select(
            (quorum, label("qui compte pour le quorum")),
            QuorumMode::ALL,
            (regle.quorum, |one| (one.key(), one.label())),
        ),
        Item::Field(
            Field::new(part, label("part à atteindre"))
                .value(share)
                .hint("Par exemple 1/4, 1/2 ou 33\u{a0}%."),
        ),
        select(
            (portee, label("où l'atteindre")),
            Portee::ALL,
            (regle.portee, |one| (one.key(), one.label())),
        ),
        select(
            (majorite, label("majorité")),
            Majorite::ALL,
            (regle.majorite, |one| (one.key(), one.label())),
        ),
        Item::Boxes(Choice::new(boxes, label("autres règles"), options)),
    ]
}

/// The fields of one college: their names end with its rank.
fn college(reglement: &Reglement, rank: usize) -> Vec<Item> {
    let one = reglement.colleges.get(rank).cloned().unwrap_or_default();
    let number = |value: Option<u16>| value.map(|value| value.to_string()).unwrap_or_default();
    let mut members = one.professions.clone();
    if one.autres {
        members.push("autres".into());
    }
    let typed = |name: &'static str, label: &str, value: String, hint: Option<&str>| {
        let id = format!("{name}-{rank}");
        let mut field =
            Field::new(name, format!("Collège {}\u{a0}: {label}", rank + 1)).id(id.clone()).value(value);
        field.hint = hint.map(str::to_owned);
        Item::Typed(field, id)
    };
    vec![
        typed("college_nom", "nom", one.nom.clone(), None),
        Item::Kept(format!("college_cle-{rank}"), one.cle.clone()),
        typed(
            "college_membres",
            "professions",
            members.join(", "),
            Some(
                "Codes de profession séparés par des virgules. Écrivez «\u{a0}autres\u{a0}» pour tous les autres membres.",
            ),
        ),
        typed(
            "college_poids",
            "part des voix, en %",
            number(one.poids),
            Some("Vide\u{a0}: une voix par membre."),
        ),
        typed("college_sieges", "sièges au conseil", number(one.sieges), None),
    ]
}

/// The page: a model may be taken, then corrected, then kept.
pub fn form(page: Page, base: &str, (modeles, reglement): (&Modeles, &Reglement)) -> SheetView {
    let warning = "La loi de 1901 laisse ces règles à vos statuts. Recopiez vos statuts, ou adoptez ces règles en assemblée.";
    let links = modeles.all.iter().map(|one| {
        Link::new(
            format!("Partir du modèle «\u{a0}{}\u{a0}»", one.libelle),
            format!("{base}/reglement?modele={}", one.cle),
        )
    });
    let models = modeles.all.iter().map(|one| Definition::new(one.libelle.clone(), one.explication.clone()));
    let mut items = vec![
        Item::Field(
            Field::new("source", "Où ces règles sont écrites")
                .value(reglement.source.clone())
                .hint("Par exemple «\u{a0}Statuts du 12 mars 2025, articles 9 à 12\u{a0}»."),
        ),
        Item::Field(
            Field::new("adopte", "Adoptées le")
                .value(reglement.adopte.map(domain::nombres::date).unwrap_or_default())
                .hint("Par exemple 12/03/2025. Laissez vide si la date n'est pas connue."),
        ),
        Item::Hidden("modele", reglement.modele.clone().unwrap_or_default()),
        Item::Field(
            Field::new("procurations_max", "Procurations qu'une personne peut porter")
                .kind(FieldKind::Number)
                .value(reglement.procurations_max.to_string()),
        ),
        select(
            ("porteur", "Qui peut porter une procuration".into()),
            Porteur::ALL,
            (reglement.porteur, |one| (one.key(), one.label())),
        ),
        Item::Boxes(Choice::new(
            "a_jour",
            "Cotisation",
            vec![Opt::new(
                "oui",
                "Seuls les adhérents à jour de cotisation votent en assemblée",
                reglement.a_jour,
            )],
        )),
    ];
    for kind in KINDS {
        items.extend(meeting(reglement, kind));
    }
    let rows = (reglement.colleges.len() + 2).min(modeles.bornes.colleges_max);
    for rank in 0..rows {
        items.extend(college(reglement, rank));
    }
    let professions = domain::professions::professions().map(|table| {
        table.all.iter().map(|one| Definition::new(one.code.clone(), one.label.clone())).collect()
    });
    let parts = vec![
        Part::Notice(Notice::new(Tone::Attention, warning)),
        Part::Definitions(models.collect()),
        Part::Buttons(links.collect()),
        Part::Details("Codes des professions".into(), professions.unwrap_or_default()),
        Part::Form(
            Form::new(format!("{base}/reglement"), "Enregistrer les règles", items)
                .cancel("Ne rien changer", base),
        ),
    ];
    SheetView::new(page, parts)
}
