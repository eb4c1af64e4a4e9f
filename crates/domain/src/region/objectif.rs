//! A goal that a region gave itself: so many projects of a kind, by a day.

use jiff::civil::Date;

use super::etapes::Etapes;
use super::suivi::Suivi;
use crate::ids::ObjectifRegionId;

/// A goal that a region gave itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectifRegion {
    /// Identifier.
    pub id: ObjectifRegionId,
    /// Code of the region.
    pub region: String,
    /// What it is: `100 CPTS dans la région`.
    pub libelle: String,
    /// Key of the kind of projects that it counts.
    pub kind: String,
    /// How many.
    pub nombre: u32,
    /// By which day.
    pub echeance: Date,
    /// Where it was read.
    pub source: String,
    /// Counts the changes.
    pub version: i64,
}

/// How far the region is from its goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Projects that count.
    pub atteint: usize,
    /// Projects that do not count yet.
    pub en_chemin: usize,
}

impl ObjectifRegion {
    /// Which projects of the region count, by their stage.
    pub fn progress(&self, all: &[Suivi], etapes: &Etapes) -> Progress {
        let kind = etapes.kind(&self.kind);
        let counts =
            |one: &&Suivi| kind.and_then(|kind| kind.etape(&one.etape)).is_some_and(|one| one.compte);
        let mine: Vec<&Suivi> = all.iter().filter(|one| one.kind == self.kind).collect();
        let atteint = mine.iter().filter(|one| counts(one)).count();
        Progress { atteint, en_chemin: mine.len() - atteint }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::region::etapes;
    use crate::region::suivi::tests::suivi;

    #[test]
    fn only_projects_of_its_kind_whose_stage_counts_make_a_goal() {
        let goal = ObjectifRegion {
            id: ObjectifRegionId(uuid::Uuid::nil()),
            region: "90".into(),
            libelle: "Trois CPTS".into(),
            kind: "cpts".into(),
            nombre: 3,
            echeance: date(2027, 12, 31),
            source: "Plan régional fictif".into(),
            version: 1,
        };
        let mut msp = suivi("M", "contrat", &[]);
        msp.kind = "msp".into();
        let all =
            [suivi("A", "contrat", &[]), suivi("B", "fonctionnement", &[]), suivi("C", "valide", &[]), msp];
        assert_eq!(goal.progress(&all, etapes().unwrap()), Progress { atteint: 2, en_chemin: 1 });
    }
}
