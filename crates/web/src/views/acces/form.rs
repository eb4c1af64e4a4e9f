//! The form that adds a change to the scenario.

use domain::diagnostic::acces::{Hypothese, HypotheseError, Nature, Refus, Simulation};
use territory::CommuneCode;

use super::super::components::{Choice, Field, FieldKind, FormErrors, Link, Opt};
use super::words::refusal;

/// The form that adds a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddForm {
    /// The changes that are already there, as the address keeps them.
    pub kept: Vec<String>,
    /// What changes.
    pub quoi: Choice,
    /// Where.
    pub commune: Choice,
    /// How many.
    pub nombre: Field,
    /// Acts a year of each.
    pub actes: Field,
    /// Whether a change can be added at all.
    pub open: bool,
}

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Key of the nature.
    pub quoi: String,
    /// Code of the commune.
    pub commune: String,
    /// How many, as typed.
    pub nombre: String,
    /// Acts, as typed.
    pub actes: String,
}

/// What is wrong with what was typed: name of the field, and sentence.
pub type Wrong = Vec<(&'static str, String)>;

impl Added {
    /// The change that was typed.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(&self) -> Result<Hypothese, Wrong> {
        let mut wrong: Wrong = Vec::new();
        let nature = Nature::from_key(&self.quoi);
        if nature.is_none() {
            wrong.push(("quoi", "Choisissez ce qui change.".to_owned()));
        }
        let commune: Option<CommuneCode> = self.commune.parse().ok();
        if commune.is_none() {
            wrong.push(("commune", "Choisissez une commune de la liste.".to_owned()));
        }
        let number = whole(&self.nombre);
        if number.is_none() {
            wrong.push(("nombre", "Écrivez un nombre entier, par exemple 1.".to_owned()));
        }
        let acts = if self.actes.is_empty() { Some(None) } else { whole(&self.actes).map(Some) };
        if acts.is_none() {
            wrong.push((
                "actes",
                "Écrivez un nombre entier de consultations, par exemple 4\u{202f}800.".to_owned(),
            ));
        }
        match (nature, commune, number, acts) {
            (Some(nature), Some(commune), Some(number), Some(acts)) => {
                Ok(Hypothese { nature, commune, number, acts })
            }
            _ => Err(wrong),
        }
    }
}

/// A whole number as people type it: `4 800`.
fn whole(typed: &str) -> Option<u32> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The field that a refusal is about.
fn field_of(refus: Refus) -> &'static str {
    match refus {
        Refus::UnknownCommune | Refus::Unplaced | Refus::OutOfReach => "commune",
        Refus::Hypothese(HypotheseError::Nobody | HypotheseError::TooMany { .. }) => "nombre",
        Refus::Hypothese(_) => "actes",
        Refus::TooMany(_) => "quoi",
    }
}

impl AddForm {
    /// The empty form.
    pub(super) fn new(simulation: &Simulation) -> Self {
        let quoi = [
            (Nature::Depart, "Un médecin généraliste part"),
            (Nature::Arrivee, "Un médecin généraliste s'installe"),
            (Nature::Ipa, "Une infirmière en pratique avancée est embauchée"),
            (Nature::Centre, "Un centre de santé ouvre"),
        ];
        let quoi =
            quoi.into_iter().map(|(nature, label)| Opt::new(nature.key(), label, nature == Nature::Depart));
        let place = simulation.places.iter().map(|place| {
            let around = if place.inside { "" } else { " (hors du territoire)" };
            Opt::new(place.code.to_string(), format!("{}{around}", place.name), false)
        });
        let hint = "Par médecin, infirmière ou centre. Sans réponse, un nombre est proposé. Il est obligatoire pour un centre.";
        Self {
            kept: simulation.changes.iter().map(|change| change.hypothese.to_string()).collect(),
            quoi: Choice::new("quoi", "Ce qui change", quoi.collect()),
            commune: Choice::new("commune", "Dans quelle commune", place.collect()),
            nombre: Field::new("nombre", "Combien").kind(FieldKind::Number).value("1").required(),
            actes: Field::new("actes", "Consultations par an").kind(FieldKind::Number).hint(hint),
            open: !simulation.places.is_empty(),
        }
    }

    /// Puts what was typed back, with what is wrong.
    pub fn refuse(&mut self, added: &Added, wrong: Wrong) {
        for (choice, typed) in [(&mut self.quoi, &added.quoi), (&mut self.commune, &added.commune)] {
            choice.options.iter_mut().for_each(|one| one.selected = one.value == *typed);
        }
        self.nombre.value.clone_from(&added.nombre);
        self.actes.value.clone_from(&added.actes);
        for (name, error) in wrong {
            match name {
                "quoi" => self.quoi.error = Some(error),
                "commune" => self.commune.error = Some(error),
                "nombre" => self.nombre.error = Some(error),
                _ => self.actes.error = Some(error),
            }
        }
    }

    /// Puts back a change that was read and cannot be simulated.
    pub fn refuse_change(&mut self, added: &Added, refus: Refus, name: &str) {
        self.refuse(added, vec![(field_of(refus), refusal(refus, name))]);
    }

    /// What is wrong, for the top of the page.
    pub fn errors(&self) -> FormErrors {
        let wrong = [
            (&self.quoi.error, &self.quoi.id),
            (&self.commune.error, &self.commune.id),
            (&self.nombre.error, &self.nombre.id),
            (&self.actes.error, &self.actes.id),
        ];
        let links =
            wrong.into_iter().filter_map(|(error, id)| Some(Link::new(error.clone()?, format!("#{id}"))));
        FormErrors { links: links.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(nombre: &str, actes: &str) -> Result<Hypothese, Vec<&'static str>> {
        let (nombre, actes) = (nombre.to_owned(), actes.to_owned());
        let added = Added { quoi: "depart".into(), commune: "96001".into(), nombre, actes };
        added.read().map_err(|wrong| wrong.into_iter().map(|(field, _)| field).collect())
    }

    #[test]
    fn numbers_are_read_as_people_type_them_and_never_negative() {
        assert_eq!(typed("1", "4 800").map(|change| change.acts), Ok(Some(4800)));
        assert_eq!(
            typed("1", "4\u{202f}800").map(|change| change.to_string()),
            Ok("depart-96001-1-4800".into())
        );
        assert_eq!(typed("1", "").map(|change| change.acts), Ok(None));
        for wrong in ["-1", "+1", "", "un", "1,5", "99999999999"] {
            assert_eq!(typed(wrong, ""), Err(vec!["nombre"]), "{wrong}");
        }
        assert_eq!(typed("-1", "-3"), Err(vec!["nombre", "actes"]));
        assert_eq!(Added::default().read().map_err(|wrong| wrong.len()), Err(3));
    }
}
