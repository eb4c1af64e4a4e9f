//! What the address asks of a list, and what a form of several lines brings.

use form_urlencoded::Serializer;

use super::Liste;
use crate::fields::Fields;

/// What the address asks of a list. Everything that makes no sense is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Etat {
    /// Words looked for, as typed.
    pub q: String,
    /// Filters that are set: name, value.
    pub filtres: Vec<(&'static str, String)>,
    /// Columns chosen; empty when nobody chose.
    pub colonnes: Vec<&'static str>,
    /// Column of the order; `true` from the last to the first.
    pub tri: Option<(&'static str, bool)>,
    /// Page, from 1.
    pub page: usize,
}

impl Etat {
    /// From the fields of the address.
    pub fn of(fields: &Fields, liste: &Liste) -> Self {
        let filtres = liste.filtres.iter().filter_map(|filtre| {
            let value = fields.text(filtre.name);
            let known = filtre.valeurs.iter().any(|(one, _)| one == value);
            (known && !value.is_empty()).then(|| (filtre.name, value.to_owned()))
        });
        let asked = |one: &super::Colonne| fields.all("col").any(|key| key == one.key);
        // A form sends the usual columns too: nobody chose when they are the ones that show anyway.
        let others = || liste.colonnes.iter().skip(1);
        let chose = others().any(&asked) && others().any(|one| asked(one) != one.montree);
        let colonnes = others().filter(|one| chose && asked(one)).map(|one| one.key);
        let asked = fields.text("tri");
        let (key, down) = asked.strip_prefix('-').map_or((asked, false), |key| (key, true));
        let sorted = liste.colonnes.iter().find(|one| one.tri && one.key == key);
        Self {
            q: fields.text("q").to_owned(),
            filtres: filtres.collect(),
            colonnes: colonnes.collect(),
            tri: sorted.map(|one| (one.key, down)),
            page: fields.text("page").parse().unwrap_or(1).max(1),
        }
    }

    /// Whether something narrows the list.
    pub fn asked(&self) -> bool {
        !self.q.is_empty() || !self.filtres.is_empty()
    }

    /// The value of a filter; `None` when it keeps everything.
    pub fn filtre(&self, name: &str) -> Option<&str> {
        self.filtres.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// The question of an address, without `?`; empty when nothing is asked.
    pub fn question(&self) -> String {
        let mut question = Serializer::new(String::new());
        if !self.q.is_empty() {
            question.append_pair("q", &self.q);
        }
        for (name, value) in &self.filtres {
            question.append_pair(name, value);
        }
        for column in &self.colonnes {
            question.append_pair("col", column);
        }
        if let Some((key, down)) = self.tri {
            question.append_pair("tri", &format!("{}{key}", if down { "-" } else { "" }));
        }
        if self.page > 1 {
            question.append_pair("page", &self.page.to_string());
        }
        question.finish()
    }

    /// An address that asks the same thing.
    pub fn url(&self, base: &str) -> String {
        let question = self.question();
        if question.is_empty() { base.to_owned() } else { format!("{base}?{question}") }
    }

    /// The same at another page.
    pub fn at(&self, page: usize) -> Self {
        Self { page, ..self.clone() }
    }

    /// The same in another order, from its first page.
    pub fn sorted(&self, tri: Option<(&'static str, bool)>) -> Self {
        Self { tri, page: 1, ..self.clone() }
    }
}

/// The lines that a form of several lines brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choix {
    /// Identifiers of the ticked lines, as [`super::Lignes::id`] gave them.
    pub ids: Vec<String>,
    /// Whether all that the search found is meant, beyond the page: take [`super::trouver`] with `etat`.
    pub tout: bool,
    /// What the list asked for when the form was sent.
    pub etat: Etat,
}

impl Choix {
    /// From the fields of the form.
    pub fn of(fields: &Fields, liste: &Liste) -> Self {
        let asked = Fields::parse(fields.text("retour").as_bytes());
        Self {
            ids: fields.all("choix").filter(|id| !id.is_empty()).map(str::to_owned).collect(),
            tout: fields.text("tout") == "oui",
            etat: Etat::of(&asked, liste),
        }
    }

    /// Whether nothing was ticked: answer 422 with [`super::Liste::erreur`].
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty() && !self.tout
    }

    /// The list as it was, with a word more in the address: `fait=statut`.
    pub fn retour(&self, base: &str, (name, value): (&str, &str)) -> String {
        let question = self.etat.question();
        let mut address = Serializer::new(question);
        address.append_pair(name, value);
        format!("{base}?{}", address.finish())
    }
}
