//! The board of a region: how many projects stand at each stage, and since how long.

use jiff::civil::Date;

use super::etapes::TypeSuivi;
use super::suivi::Suivi;

/// Days since a project reached the stage where it stands; never negative.
pub fn days_in_stage(one: &Suivi, today: Date) -> Option<i64> {
    let since = one.since()?;
    Some((today.since(since).ok()?.get_days()).max(0).into())
}

/// Ages of projects in a stage, in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ages {
    /// Half of them are older; of an even number, the lower of the two in the middle.
    pub mediane: i64,
    /// The oldest.
    pub plus_ancien: i64,
}

impl Ages {
    fn of(mut days: Vec<i64>) -> Option<Self> {
        days.sort_unstable();
        let mediane = *days.get(days.len().saturating_sub(1) / 2)?;
        Some(Self { mediane, plus_ancien: *days.last()? })
    }
}

/// The projects of a kind that stand at a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageLine {
    /// Key of the stage.
    pub cle: String,
    /// Its name.
    pub nom: String,
    /// Whether it counts towards the goal.
    pub compte: bool,
    /// Projects.
    pub nombre: usize,
    /// Since how long; `None` without any.
    pub ages: Option<Ages>,
}

/// One line a stage of a kind, in order; stages without projects too.
pub fn stages<'a>(
    kind: &TypeSuivi,
    all: impl Iterator<Item = &'a Suivi> + Clone,
    today: Date,
) -> Vec<StageLine> {
    let line = |etape: &super::Etape| {
        let here = all.clone().filter(|one| one.kind == kind.cle && one.etape == etape.cle);
        StageLine {
            cle: etape.cle.clone(),
            nom: etape.nom.clone(),
            compte: etape.compte,
            nombre: here.clone().count(),
            ages: Ages::of(here.filter_map(|one| days_in_stage(one, today)).collect()),
        }
    };
    kind.etapes.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::region::etapes;
    use crate::region::suivi::tests::suivi;

    #[test]
    fn each_stage_says_how_many_and_since_how_long() {
        let mut all = [suivi("A", "lettre", &[]), suivi("B", "lettre", &[]), suivi("C", "valide", &[])];
        all[0].fiche.passages[0].le = date(2024, 2, 20);
        let kind = etapes().unwrap().kind("cpts").unwrap();
        let lines = stages(kind, all.iter(), date(2024, 3, 11));
        let counts: Vec<usize> = lines.iter().map(|line| line.nombre).collect();
        assert_eq!(counts, [0, 2, 0, 1, 0, 0]);
        assert_eq!(lines[1].ages, Some(Ages { mediane: 10, plus_ancien: 20 }));
        assert_eq!(lines[0].ages, None);
        assert_eq!(days_in_stage(&all[2], date(2024, 1, 1)), Some(0));
    }
}
