//! Reading a table without knowing its shape: its head, its lines, its named numbers.

use jiff::civil::Date;
use toml::{Table, Value};

use super::{Feuillet, Ligne};
use crate::nombres::{decimal, entier};
use crate::source::{Confidence, RulesError};

/// A text of a table.
pub(super) fn text<'a>(table: &'a Table, key: &str) -> Option<&'a str> {
    table.get(key).and_then(Value::as_str)
}

/// The texts of a list.
pub(super) fn texts(table: &Table, key: &str) -> Vec<String> {
    let list = table.get(key).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The tables of a list of tables.
pub(super) fn tables<'a>(table: &'a Table, key: &str) -> impl Iterator<Item = &'a Table> {
    table.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table)
}

fn confidence(table: &Table) -> Option<Confidence> {
    table.get("confiance").cloned().and_then(|value| value.try_into().ok())
}

/// A number as people write it.
pub(super) fn number(value: &Value) -> Option<String> {
    match value {
        Value::Integer(whole) => Some(entier(*whole)),
        Value::Float(part) => Some(decimal(*part, 1)),
        _ => None,
    }
}

/// A file being read.
pub(super) struct Lecteur {
    /// Name of the file.
    name: &'static str,
    /// Its content.
    pub(super) root: Table,
    lignes: Vec<Ligne>,
}

impl Lecteur {
    /// # Errors
    /// When it is no TOML.
    pub(super) fn open(name: &'static str, content: &str) -> Result<Self, RulesError> {
        let root = content.parse().map_err(|e| RulesError::Shape { table: name, cause: Box::new(e) })?;
        Ok(Self { name, root, lignes: Vec::new() })
    }

    /// What is wrong with the file.
    pub(super) fn wrong(&self, detail: impl Into<String>) -> RulesError {
        RulesError::Incoherent { table: self.name, detail: detail.into() }
    }

    /// Adds a rule that a part of the file says; what the part leaves out, the head of the file says.
    pub(super) fn add(&mut self, part: &Table, libelle: &str, valeur: String) -> Result<(), RulesError> {
        let own = texts(part, "sources");
        let sources = if own.is_empty() { texts(&self.root, "sources") } else { own };
        let confiance = confidence(part).or_else(|| confidence(&self.root));
        let confiance = confiance.ok_or_else(|| self.wrong(format!("{libelle} has no confidence")))?;
        let note = text(part, "note").map(str::to_owned);
        self.lignes.push(Ligne { libelle: libelle.to_owned(), valeur, sources, confiance, note });
        Ok(())
    }

    /// Adds the rules of a list whose entries say `libelle`, `valeur`, and `unite` or `par_minutes`.
    pub(super) fn add_values(&mut self, list: &str) -> Result<(), RulesError> {
        let all: Vec<Table> = tables(&self.root, list).cloned().collect();
        if all.is_empty() {
            return Err(self.wrong(format!("no {list}")));
        }
        for one in all {
            let libelle = text(&one, "libelle").unwrap_or_default().to_owned();
            let value = one.get("valeur").and_then(number);
            let mut value = value.ok_or_else(|| self.wrong(format!("{libelle} has no value")))?;
            if let Some(minutes) = one.get("par_minutes").and_then(number) {
                value = format!("{value} en {minutes} minutes");
            }
            if let Some(unit) = text(&one, "unite") {
                value = format!("{value} {}", if unit == "presences" { "présences" } else { unit });
            }
            self.add(&one, &libelle, value)?;
        }
        Ok(())
    }

    /// Adds the numbers of a part under their labels and units. A number without a label is an error: it would be a rule
    /// that nobody can read.
    pub(super) fn add_named(
        &mut self,
        part: &Table,
        labels: &[(&str, &str, &str)],
    ) -> Result<(), RulesError> {
        for key in part.iter().filter(|(_, value)| number(value).is_some()).map(|(key, _)| key) {
            if !labels.iter().any(|(known, ..)| known == key) {
                return Err(self.wrong(format!("{key} has no words")));
            }
        }
        for (key, libelle, unit) in labels {
            let value = part.get(*key).and_then(number);
            let value = value.ok_or_else(|| self.wrong(format!("no number {key}")))?;
            self.add(part, libelle, format!("{value} {unit}").trim().to_owned())?;
        }
        Ok(())
    }

    /// A part of the file.
    pub(super) fn part(&self, key: &str) -> Result<Table, RulesError> {
        let found = self.root.get(key).and_then(Value::as_table).cloned();
        found.ok_or_else(|| self.wrong(format!("no part {key}")))
    }

    /// The table, once all its rules are there.
    pub(super) fn done(self) -> Result<Feuillet, RulesError> {
        let day = text(&self.root, "en_vigueur").or_else(|| text(&self.root, "effet"));
        let day = day.and_then(|day| day.parse::<Date>().ok()).ok_or_else(|| self.wrong("no first day"))?;
        let titre = text(&self.root, "titre").ok_or_else(|| self.wrong("no title"))?.to_owned();
        let said = |key| text(&self.root, key).map(str::to_owned);
        Ok(Feuillet {
            cle: self.name,
            titre,
            en_vigueur: day,
            texte: said("texte"),
            note: said("note"),
            lignes: self.lignes,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "titre = \"T\"\neffet = \"2026-01-01\"\nconfiance = \"decision\"\nsources = [\"S\"]\n\
                        [bornes]\nmax = 3\nautre = 4\n";

    #[test]
    fn a_number_without_words_is_refused() {
        let mut file = Lecteur::open("essai", FILE).unwrap();
        let part = file.part("bornes").unwrap();
        let one = [("max", "Le plus", "lignes")];
        assert!(matches!(file.add_named(&part, &one), Err(RulesError::Incoherent { .. })));
        let both = [("max", "Le plus", "lignes"), ("autre", "L'autre", "")];
        file.add_named(&part, &both).unwrap();
        let read = file.done().unwrap();
        assert_eq!((read.lignes[0].valeur.as_str(), read.lignes[1].valeur.as_str()), ("3 lignes", "4"));
        assert_eq!(read.lignes[0].sources, ["S"], "the head of the file speaks for its parts");
    }

    #[test]
    fn a_rule_without_confidence_is_refused() {
        let silent = FILE.replace("confiance = \"decision\"\n", "");
        let mut file = Lecteur::open("essai", &silent).unwrap();
        let part = file.part("bornes").unwrap();
        assert!(file.add(&part, "Le plus", "3".into()).is_err());
        assert!(Lecteur::open("essai", "titre =").is_err());
    }
}
