//! A value as it is typed, in a form or a line of a file, and what it means.

use domain::diagnostic::controles::saisie::{Champ, Refus};
use domain::diagnostic::{Origine, Place, Saisie};
use domain::ids::{TerritoireId, VarianteId};
use serde::{Deserialize, Serialize};

use super::texte;

/// A value as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// Code of the indicator.
    pub indicateur: String,
    /// Kind of place: `territoire`, `commune`, `iris`, `departement`, `region`, `france`.
    pub lieu: String,
    /// Code of the place; for the territory, the revision that the value speaks of, when it is an earlier one.
    pub code: String,
    /// Year or days.
    pub periode: String,
    /// Ages.
    pub ages: String,
    /// Value.
    pub valeur: String,
    /// Numerator.
    pub numerateur: String,
    /// Denominator.
    pub denominateur: String,
    /// `oui` when the source hides it.
    pub masque: String,
    /// Key or name of who gave it.
    pub origine: String,
    /// Where it was read.
    pub source: String,
}

/// The variant whose page is open: what `territoire` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cible {
    /// Its territory.
    pub territoire: TerritoireId,
    /// The variant.
    pub variante: VarianteId,
    /// State of its perimeter today.
    pub revision: u32,
}

fn unreadable(champ: Champ, text: &str) -> Refus {
    if text.trim().is_empty() {
        Refus::Missing(champ)
    } else {
        Refus::Unreadable { champ, text: text.trim().to_owned() }
    }
}

impl Typed {
    /// What was typed, when all of it can be read.
    ///
    /// # Errors
    /// Everything that cannot be, in the order of the form.
    pub fn read(&self, cible: Cible) -> Result<Saisie, Vec<Refus>> {
        let mut wrong = Vec::new();
        if self.is_example() {
            return Err(vec![Refus::Example]);
        }
        if self.indicateur.trim().is_empty() {
            wrong.push(Refus::Missing(Champ::Indicateur));
        }
        let place = self.place(cible).map_err(|refus| wrong.push(refus)).ok();
        let period = texte::period(&self.periode).ok_or_else(|| unreadable(Champ::Periode, &self.periode));
        let period = period.map_err(|refus| wrong.push(refus)).ok();
        let ages = texte::ages(&self.ages).map_err(|()| unreadable(Champ::Ages, &self.ages));
        let ages = ages.map_err(|refus| wrong.push(refus)).ok();
        let mut number = |champ, text: &str| {
            let read = texte::number(text).map_err(|()| unreadable(champ, text));
            read.map_err(|refus| wrong.push(refus)).ok().flatten()
        };
        let value = number(Champ::Valeur, &self.valeur);
        let numerator = number(Champ::Numerateur, &self.numerateur);
        let denominator = number(Champ::Denominateur, &self.denominateur);
        let hidden = texte::yes(&self.masque).ok_or_else(|| unreadable(Champ::Masque, &self.masque));
        let hidden = hidden.map_err(|refus| wrong.push(refus)).ok();
        let origin = self.origin().map_err(|refus| wrong.push(refus)).ok();
        if self.source.trim().is_empty() {
            wrong.push(Refus::Missing(Champ::Source));
        }
        let read = (place, period, ages, hidden, origin);
        let ((Some(place), Some(period), Some(ages), Some(hidden), Some(origin)), true) =
            (read, wrong.is_empty())
        else {
            return Err(wrong);
        };
        Ok(Saisie {
            indicateur: self.indicateur.trim().to_lowercase(),
            place,
            period,
            ages,
            value,
            numerator,
            denominator,
            hidden,
            origin,
            source: self.source.trim().to_owned(),
            document: None,
        })
    }

    /// Whether it is the line of the template that shows how to fill it in.
    fn is_example(&self) -> bool {
        [&self.indicateur, &self.source]
            .iter()
            .any(|text| opendata::text::normalise(text).starts_with("exemple"))
    }

    /// Whether it says neither a value nor that one is hidden: a line of the template left as it was.
    pub(super) fn is_blank(&self) -> bool {
        [&self.valeur, &self.numerateur, &self.denominateur, &self.masque]
            .iter()
            .all(|text| text.trim().is_empty())
    }

    fn place(&self, cible: Cible) -> Result<Place, Refus> {
        let code = self.code.trim();
        let wrong = || unreadable(Champ::Code, code);
        let kind = opendata::text::normalise(&self.lieu);
        let kind = match (kind.as_str(), code.len()) {
            ("", 0) => "territoire",
            ("", 9) => "iris",
            ("", 5) => "commune",
            (kind, _) => kind,
        };
        Ok(match kind {
            "territoire" | "cpts" | "perimetre" => {
                let revision =
                    if code.is_empty() { cible.revision } else { code.parse().map_err(|_| wrong())? };
                let Cible { territoire, variante, .. } = cible;
                Place::Variante { territoire, variante, revision }
            }
            "commune" => Place::Commune { code: code.parse().map_err(|_| wrong())? },
            "iris" => Place::Iris { code: code.parse().map_err(|_| wrong())? },
            "departement" => Place::Departement { code: code.parse().map_err(|_| wrong())? },
            "region" => Place::Region { code: code.parse().map_err(|_| wrong())? },
            "france" => Place::France,
            _ => return Err(unreadable(Champ::Lieu, &self.lieu)),
        })
    }

    fn origin(&self) -> Result<Origine, Refus> {
        let typed = opendata::text::normalise(&self.origine);
        let known = |origin: &Origine| {
            [origin.key(), origin.label()].iter().any(|word| opendata::text::normalise(word) == typed)
        };
        Origine::ALL.into_iter().find(known).ok_or_else(|| unreadable(Champ::Origine, &self.origine))
    }
}

impl From<&Saisie> for Typed {
    /// As it stands in the fields of a correction.
    fn from(saisie: &Saisie) -> Self {
        let number =
            |value: Option<f64>| value.map(|value| value.to_string().replace('.', ",")).unwrap_or_default();
        let (lieu, code) = match saisie.place {
            Place::Variante { revision, .. } => ("territoire", revision.to_string()),
            Place::Commune { code } => ("commune", code.to_string()),
            Place::Iris { code } => ("iris", code.to_string()),
            Place::Departement { code } => ("departement", code.to_string()),
            Place::Region { code } => ("region", code.to_string()),
            Place::France => ("france", String::new()),
        };
        let ages = saisie.ages.map(|band| match band.to {
            Some(to) => format!("{}-{to}", band.from),
            None => format!("{}+", band.from),
        });
        Self {
            indicateur: saisie.indicateur.clone(),
            lieu: lieu.to_owned(),
            code,
            periode: saisie.period.label(),
            ages: ages.unwrap_or_default(),
            valeur: number(saisie.value),
            numerateur: number(saisie.numerator),
            denominateur: number(saisie.denominator),
            masque: if saisie.hidden { "oui".to_owned() } else { String::new() },
            origine: saisie.origin.key().to_owned(),
            source: saisie.source.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::diagnostic::Periode;
    use territory::layers::AgeBand;
    use uuid::Uuid;

    use super::*;

    fn cible() -> Cible {
        let id = Uuid::from_u128;
        Cible { territoire: TerritoireId(id(1)), variante: VarianteId(id(2)), revision: 3 }
    }

    fn typed() -> Typed {
        Typed {
            indicateur: "sans_mt".into(),
            lieu: "Département".into(),
            code: "66".into(),
            periode: "2021".into(),
            valeur: "11,8".into(),
            origine: "Rezone CPTS".into(),
            source: "Rezone".into(),
            ..Typed::default()
        }
    }

    #[test]
    fn a_line_is_read_whole_and_comes_back_to_its_fields() {
        let saisie = typed().read(cible()).unwrap();
        assert_eq!(saisie.place, Place::Departement { code: "66".parse().unwrap() });
        assert_eq!((saisie.period, saisie.value), (Periode::year(2021), Some(11.8)));
        assert_eq!(Typed::from(&saisie).read(cible()), Ok(saisie));
        let band = Saisie { ages: Some(AgeBand::new(50, 74)), ..typed().read(cible()).unwrap() };
        assert_eq!(Typed::from(&band).read(cible()), Ok(band));
    }

    #[test]
    fn the_territory_is_the_one_of_the_page_as_it_is_today_or_as_it_was() {
        let place = |lieu: &str, code: &str| {
            let read = Typed { lieu: lieu.into(), code: code.into(), ..typed() }.read(cible());
            read.map(|saisie| saisie.place)
        };
        let Cible { territoire, variante, .. } = cible();
        assert_eq!(place("", ""), Ok(Place::Variante { territoire, variante, revision: 3 }));
        assert_eq!(place("territoire", "1"), Ok(Place::Variante { territoire, variante, revision: 1 }));
        assert_eq!(place("", "66028"), Ok(Place::Commune { code: "66028".parse().unwrap() }));
        assert_eq!(place("", "660280101"), Ok(Place::Iris { code: "660280101".parse().unwrap() }));
        assert!(place("canton", "12").is_err());
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let wrong = Typed {
            periode: "naguère".into(),
            valeur: "beaucoup".into(),
            origine: String::new(),
            source: " ".into(),
            ..typed()
        };
        let champs: Vec<Champ> = wrong.read(cible()).unwrap_err().iter().map(Refus::champ).collect();
        assert_eq!(champs, [Champ::Periode, Champ::Valeur, Champ::Origine, Champ::Source]);
    }

    #[test]
    fn the_example_of_the_template_is_refused() {
        let example = Typed { source: "EXEMPLE : supprimez cette ligne".into(), ..typed() };
        assert_eq!(example.read(cible()), Err(vec![Refus::Example]));
    }
}
