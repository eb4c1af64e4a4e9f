//! People of the community: the list, a sheet, its forms, sheets that may be double.

pub mod doublons;
pub mod droits;
pub mod fiche;
pub mod form;
pub mod liste;

use domain::communaute::saisie::{Champ, Refus, SaisieCanal};
use domain::communaute::{Accord, Canal, CanalKind};
use domain::nombres::date;
use domain::texte::Telephone;

use super::components::{Choice, Field, Opt};
use super::sheet::Item;
use crate::wording;

/// The value of a channel as people read it.
pub fn canal_valeur(canal: &Canal) -> String {
    let number = match canal.kind {
        CanalKind::Telephone => Telephone::from_e164(&canal.valeur).map(|number| number.shown()),
        _ => None,
    };
    number.unwrap_or_else(|| canal.valeur.replace('\n', ", "))
}

/// What is known of a channel: agreement, bounce, source.
pub fn canal_note(canal: &Canal) -> String {
    let bounced = canal.rebond.map(|day| format!("message revenu le {}", date(day)));
    let said = [
        Some(canal.accord.label().to_owned()),
        bounced,
        Some(format!("source\u{a0}: {}", canal.source)),
        Some(format!("connu depuis le {}", date(canal.depuis))),
    ];
    said.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What is wrong with a form, looked up by field.
pub struct Erreurs<'a>(pub &'a [Refus]);

impl Erreurs<'_> {
    /// The sentence of a field.
    pub fn of(&self, nom: &'static str, rang: usize) -> Option<String> {
        let found = self.0.iter().find(|refus| refus.champ == Champ { nom, rang });
        found.map(|refus| wording::personnes::probleme(&refus.probleme))
    }

    /// A field that is there once.
    pub fn field(&self, name: &'static str, label: &str, value: &str) -> Field {
        Field::new(name, label).value(value).error(self.of(name, 0))
    }

    /// One of the fields that have a name.
    pub fn ranked(&self, (name, rang): (&'static str, usize), label: String, value: &str) -> Field {
        let id = format!("{name}-{}", rang + 1);
        Field::new(name, label).value(value).id(id).error(self.of(name, rang))
    }

    /// One of the choices that have a name.
    pub fn choice(&self, (name, rang): (&'static str, usize), label: String, options: Vec<Opt>) -> Choice {
        let mut choice = Choice::new(name, label, options).id(format!("{name}-{}", rang + 1));
        choice.error = self.of(name, rang);
        choice
    }

    /// The fields of a channel.
    pub fn canal(&self, rang: usize, typed: &SaisieCanal) -> Vec<Item> {
        let n = rang + 1;
        let kinds = CanalKind::ALL.iter().map(|kind| Opt::new(kind.key(), kind.label(), *kind == typed.kind));
        let accords =
            Accord::ALL.iter().map(|one| Opt::new(one.key(), one.label(), *one == typed.accord)).collect();
        let label = |what: &str| format!("Coordonnée {n}\u{a0}: {what}");
        vec![
            Item::Select(self.choice(("canal_kind", rang), label("moyen"), kinds.collect())),
            Item::Field(self.ranked(("canal_valeur", rang), label("adresse ou numéro"), &typed.valeur)),
            Item::Select(self.choice(("canal_accord", rang), label("accord de la personne"), accords)),
            Item::Field(
                self.ranked(("canal_rebond", rang), label("message revenu le"), &typed.rebond)
                    .hint("Laissez vide si rien n'est revenu."),
            ),
            Item::Field(self.ranked(("canal_source", rang), label("source"), &typed.source)),
        ]
    }
}

/// The first option of a list, when nothing is chosen.
pub fn none(label: &str, chosen: bool) -> Opt {
    Opt::new("", label, !chosen)
}
