//! The table of the letter of intent: by profession, how many are known, solicited, willing. Method:
//! `docs/methods/mobilisation.md`.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use territory::{CommuneCode, Measure, Perimeter};

use super::lettre::{LIGNES_A_PART, LettreProfessions};
use crate::authz::role::words;
use crate::communaute::{Annuaire, Personne, Statut};
use crate::ids::{CampagneId, PersonneId};

words! {
    /// What is counted.
    Colonne {
        /// Their sheet stands and they did not leave.
        Identifies = "identifies", "Identifiés";
        /// Among them, those who were written to, called or met, at least once.
        Contactes = "contactes", "Sollicités";
        /// Among them, those who said yes or joined.
        Souhaitants = "souhaitants", "Souhaitant adhérer";
    }
}

words! {
    /// Where a person practises, as the table sees it. Each person is in one place.
    Lieu {
        /// In the territory, outside the commune that was set aside.
        Territoire = "territoire", "Territoire";
        /// In the commune that was set aside, and nowhere else in the territory.
        Commune = "commune", "Commune mise à part";
        /// Nobody knows where.
        Inconnu = "inconnu", "Commune inconnue";
        /// Outside the territory.
        Ailleurs = "ailleurs", "Hors du territoire";
    }
}

/// What a place is judged by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Territoires {
    communes: Option<BTreeSet<CommuneCode>>,
    apart: Option<CommuneCode>,
}

impl Territoires {
    /// The communes of a perimeter, one of them set aside. A commune taken in part is taken whole.
    pub fn new(perimeter: Option<&Perimeter>, apart: Option<CommuneCode>) -> Self {
        let communes = perimeter.map(|perimeter| perimeter.units().map(|unit| unit.commune()).collect());
        Self { communes, apart }
    }

    /// The commune that is set aside.
    pub fn apart(&self) -> Option<CommuneCode> {
        self.apart
    }

    /// The communes of the territory, sorted; `None` when the CPTS drew none.
    pub fn communes(&self) -> Option<&BTreeSet<CommuneCode>> {
        self.communes.as_ref()
    }

    /// Where a person practises. With several places, the most useful one decides: in the territory, then in the
    /// commune set aside, then elsewhere.
    pub fn place(&self, one: &Personne, today: Date) -> Lieu {
        let known: Vec<CommuneCode> = one.exercices(today).filter_map(|place| place.commune).collect();
        let within = |code: &CommuneCode| self.communes.as_ref().is_none_or(|all| all.contains(code));
        let inside: Vec<CommuneCode> = known.iter().copied().filter(within).collect();
        if inside.iter().any(|code| Some(*code) != self.apart) {
            Lieu::Territoire
        } else if !inside.is_empty() {
            Lieu::Commune
        } else if known.is_empty() {
            Lieu::Inconnu
        } else {
            Lieu::Ailleurs
        }
    }
}

/// The people behind the figures of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comptes(BTreeMap<(Lieu, Colonne), Vec<PersonneId>>);

impl Comptes {
    fn add(&mut self, lieu: Lieu, colonne: Colonne, one: PersonneId) {
        self.0.entry((lieu, colonne)).or_default().push(one);
    }

    /// Who is counted at one place.
    pub fn people(&self, lieu: Lieu, colonne: Colonne) -> &[PersonneId] {
        self.0.get(&(lieu, colonne)).map(Vec::as_slice).unwrap_or_default()
    }

    /// How many at one place.
    pub fn at(&self, lieu: Lieu, colonne: Colonne) -> usize {
        self.people(lieu, colonne).len()
    }

    /// How many in the territory with the commune set aside.
    pub fn avec(&self, colonne: Colonne) -> usize {
        self.at(Lieu::Territoire, colonne) + self.at(Lieu::Commune, colonne)
    }

    /// How many in the territory without it.
    pub fn sans(&self, colonne: Colonne) -> usize {
        self.at(Lieu::Territoire, colonne)
    }

    /// How many in all, wherever they practise.
    pub fn partout(&self, colonne: Colonne) -> usize {
        Lieu::ALL.iter().map(|lieu| self.at(*lieu, colonne)).sum()
    }
}

/// A line of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct LigneTableau {
    /// Code of the line.
    pub code: String,
    /// Label.
    pub label: String,
    /// Whether it is a line of the letter; the others hold whom the letter has no line for.
    pub lettre: bool,
    /// The people.
    pub comptes: Comptes,
    /// Official effectif of the territory, with the commune; `None` when no rule counts this line.
    pub officiel: Option<Measure>,
    /// The same without the commune.
    pub officiel_sans: Option<Measure>,
    /// What relays declared for this line; `None` when none did.
    pub declares: Option<u32>,
}

/// By which campaign the solicited people of the territory were first reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The campaign; `None` for who was met otherwise.
    pub campagne: Option<CampagneId>,
    /// People solicited by it first.
    pub contactes: usize,
    /// Among them, those who want to join today.
    pub souhaitants: usize,
}

/// The table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableMobilisation {
    /// Day of the table.
    pub jour: Date,
    /// The commune set aside.
    pub apart: Option<CommuneCode>,
    /// Whether the CPTS drew a territory: without one, every known commune is in it.
    pub has_territoire: bool,
    /// The lines: those of the letter in its order, then the others.
    pub lignes: Vec<LigneTableau>,
    /// How the people solicited in the territory were reached, campaigns in their order.
    pub provenances: Vec<Provenance>,
    /// Where sheets came from, with how many of the people known in the territory.
    pub sources: Vec<(String, usize)>,
    /// What relays declared for all professions together.
    pub declares_ensemble: Option<u32>,
}

/// Who was reached first by which campaign.
pub type PremierContact = BTreeMap<PersonneId, CampagneId>;

impl TableMobilisation {
    /// Counts everybody of the community.
    pub fn of(
        annuaire: &Annuaire,
        (lettre, ou): (&LettreProfessions, &Territoires),
        premiers: &PremierContact,
        jour: Date,
    ) -> Self {
        let mut comptes: BTreeMap<&str, Comptes> = BTreeMap::new();
        let mut ways: BTreeMap<Option<CampagneId>, (usize, usize)> = BTreeMap::new();
        let mut sources: BTreeMap<&str, usize> = BTreeMap::new();
        for one in annuaire.iter().filter(|one| one.statut != Statut::Sorti) {
            let line = lettre.line_of(one.profession.as_deref(), one.fiche.specialite.as_deref());
            // A mayor has no profession of care and is no stranger either.
            let line = match one.fiche.fonction {
                Some(_) if line == super::lettre::INCONNUE => super::lettre::AUTRE,
                _ => line,
            };
            let lieu = ou.place(one, jour);
            let own = comptes.entry(line).or_default();
            own.add(lieu, Colonne::Identifies, one.id);
            let inside = matches!(lieu, Lieu::Territoire | Lieu::Commune);
            if inside {
                *sources.entry(one.fiche.source.as_str()).or_default() += 1;
            }
            let way = premiers.get(&one.id).copied();
            let wants = matches!(one.statut, Statut::Interesse | Statut::Adherent);
            if way.is_some() || was_reached(one) {
                own.add(lieu, Colonne::Contactes, one.id);
                let counted = ways.entry(way).or_default();
                counted.0 += usize::from(inside);
                counted.1 += usize::from(inside && wants);
            }
            if wants {
                own.add(lieu, Colonne::Souhaitants, one.id);
            }
        }
        let ligne = |code: &str, label: &str, lettre: bool| LigneTableau {
            code: code.to_owned(),
            label: label.to_owned(),
            lettre,
            comptes: comptes.get(code).cloned().unwrap_or_default(),
            officiel: None,
            officiel_sans: None,
            declares: None,
        };
        let own = lettre.in_order().into_iter().map(|line| ligne(&line.code, &line.label, true));
        let apart = LIGNES_A_PART.iter().map(|(code, label)| ligne(code, label, false));
        let provenances = ways.into_iter().filter(|(_, (reached, _))| *reached > 0);
        Self {
            jour,
            apart: ou.apart(),
            has_territoire: ou.communes().is_some(),
            lignes: own.chain(apart).collect(),
            provenances: provenances
                .map(|(campagne, (contactes, souhaitants))| Provenance { campagne, contactes, souhaitants })
                .collect(),
            sources: sources.into_iter().map(|(source, count)| (source.to_owned(), count)).collect(),
            declares_ensemble: None,
        }
    }

    /// A line by its code.
    pub fn ligne(&self, code: &str) -> Option<&LigneTableau> {
        self.lignes.iter().find(|line| line.code == code)
    }

    /// Sum of a column over the lines, by what a line says of it.
    pub fn total(&self, count: impl Fn(&Comptes) -> usize) -> usize {
        self.lignes.iter().map(|line| count(&line.comptes)).sum()
    }
}

/// Whether anybody ever wrote to, called or met a person: being willing or a member says so too.
fn was_reached(one: &Personne) -> bool {
    one.fiche
        .parcours
        .iter()
        .any(|step| matches!(step.statut, Statut::Contacte | Statut::Interesse | Statut::Adherent))
        || matches!(one.statut, Statut::Contacte | Statut::Interesse | Statut::Adherent)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::super::lettre::lettre_professions;
    use super::*;
    use crate::communaute::Exercice;
    use crate::communaute::personne::tests::personne;

    fn somebody(rank: u128, statut: Statut, communes: &[&str]) -> Personne {
        let mut one = personne(&format!("Exemple{rank}"), "Camille");
        one.id = PersonneId(Uuid::from_u128(rank));
        one.profession = Some("60".into());
        one.step(statut, date(2026, 1, 1), None);
        one.fiche.exercices = communes
            .iter()
            .map(|code| Exercice { commune: code.parse().ok(), ..Exercice::default() })
            .collect();
        one
    }

    fn table(people: Vec<Personne>, apart: Option<&str>) -> TableMobilisation {
        let perimeter: Perimeter = ["96001", "96002"].iter().map(|code| code.parse().unwrap()).collect();
        let ou = Territoires::new(Some(&perimeter), apart.and_then(|code| code.parse().ok()));
        let lettre = lettre_professions().unwrap();
        TableMobilisation::of(&Annuaire::new(people), (lettre, &ou), &PremierContact::new(), date(2026, 3, 1))
    }

    #[test]
    fn each_person_is_in_one_place_and_the_unknown_is_a_line_of_its_own() {
        let mut doctor = somebody(5, Statut::Contacte, &["96001"]);
        doctor.profession = Some("10".into());
        let mut mayor = somebody(6, Statut::Contacte, &["96001"]);
        (mayor.profession, mayor.fiche.fonction) = (None, Some("Maire".into()));
        let table = table(
            vec![
                somebody(1, Statut::Adherent, &["96001"]),
                somebody(2, Statut::Interesse, &["96001", "96002"]),
                somebody(3, Statut::Contacte, &[]),
                somebody(4, Statut::Repere, &["97001"]),
                doctor,
                mayor,
                somebody(7, Statut::Sorti, &["96002"]),
            ],
            Some("96001"),
        );
        let nurses = &table.ligne("infirmier").unwrap().comptes;
        assert_eq!((nurses.avec(Colonne::Identifies), nurses.sans(Colonne::Identifies)), (2, 1));
        assert_eq!((nurses.avec(Colonne::Souhaitants), nurses.sans(Colonne::Souhaitants)), (2, 1));
        assert_eq!(nurses.people(Lieu::Inconnu, Colonne::Contactes).len(), 1);
        assert_eq!(nurses.people(Lieu::Ailleurs, Colonne::Identifies).len(), 1);
        assert_eq!(nurses.partout(Colonne::Identifies), 4, "who left is not counted");
        assert_eq!(table.ligne("medecin_sans_specialite").unwrap().comptes.avec(Colonne::Contactes), 1);
        assert_eq!(table.ligne("autre").unwrap().comptes.avec(Colonne::Contactes), 1);
        assert_eq!(table.provenances.iter().map(|one| one.contactes).sum::<usize>(), 4);
    }

    #[test]
    fn without_a_territory_every_known_commune_is_in_it() {
        let lettre = lettre_professions().unwrap();
        let all = Annuaire::new([somebody(1, Statut::Repere, &["12345"]), somebody(2, Statut::Repere, &[])]);
        let ou = Territoires::new(None, None);
        let table = TableMobilisation::of(&all, (lettre, &ou), &PremierContact::new(), date(2026, 3, 1));
        assert!(!table.has_territoire);
        assert_eq!(table.total(|line| line.avec(Colonne::Identifies)), 1);
        assert_eq!(table.total(|line| line.at(Lieu::Inconnu, Colonne::Identifies)), 1);
    }

    proptest::proptest! {
        #[test]
        fn columns_add_up_with_and_without_the_commune(
            people in proptest::collection::vec((0_usize..5, 0_usize..4, 0_usize..12), 0..60),
            apart in 0_usize..3,
        ) {
            const STATUTS: [Statut; 5] =
                [Statut::Repere, Statut::Contacte, Statut::Interesse, Statut::Adherent, Statut::Sorti];
            const PLACES: [&[&str]; 4] = [&[], &["96001"], &["96001", "96002"], &["97001"]];
            const PROFESSIONS: [&str; 12] =
                ["10", "21", "40", "50", "60", "70", "80", "91", "92", "94", "", "83"];
            let made = people.iter().enumerate().map(|(rank, (statut, place, profession))| {
                let mut one = somebody(rank as u128, STATUTS[*statut], PLACES[*place]);
                one.profession = Some(PROFESSIONS[*profession].to_owned()).filter(|code| !code.is_empty());
                one.fiche.specialite = (rank % 3 == 0).then(|| "SM54".to_owned());
                one
            });
            let made: Vec<Personne> = made.collect();
            let stand = made.iter().filter(|one| one.statut != Statut::Sorti).count();
            let table = table(made, [None, Some("96001"), Some("96002")][apart]);
            proptest::prop_assert_eq!(table.total(|line| line.partout(Colonne::Identifies)), stand);
            for colonne in Colonne::ALL {
                let avec = table.total(|line| line.avec(*colonne));
                let sans = table.total(|line| line.sans(*colonne));
                let commune = table.total(|line| line.at(Lieu::Commune, *colonne));
                proptest::prop_assert_eq!(avec, sans + commune);
                for line in &table.lignes {
                    let own = &line.comptes;
                    proptest::prop_assert_eq!(own.avec(*colonne), own.sans(*colonne) + own.at(Lieu::Commune, *colonne));
                    proptest::prop_assert!(own.avec(Colonne::Souhaitants) <= own.avec(Colonne::Contactes));
                    proptest::prop_assert!(own.avec(Colonne::Contactes) <= own.avec(Colonne::Identifies));
                }
            }
            let reached: usize = table.provenances.iter().map(|one| one.contactes).sum();
            proptest::prop_assert_eq!(reached, table.total(|line| line.avec(Colonne::Contactes)));
        }
    }
}
