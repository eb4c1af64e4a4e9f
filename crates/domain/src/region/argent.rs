//! What the contracts of a region add up to in a civil year, by mission and by nature of spending: no line tells the
//! accounts of one association.

use std::collections::{BTreeMap, BTreeSet};

use crate::aci::argent::{Depense, GenreDepense, GenreMouvement, Mouvement, Natures};
use crate::aci::missions::Missions;
use crate::masque::AmountRule;
use crate::montant::Montant;

/// Four amounts that never mix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sommes {
    /// Announced by the Assurance Maladie.
    pub notifie: Montant,
    /// On the account.
    pub recu: Montant,
    /// Ordered.
    pub engage: Montant,
    /// Spent.
    pub paye: Montant,
}

impl Sommes {
    const COLUMNS: [fn(&Self) -> Montant; 4] = [|s| s.notifie, |s| s.recu, |s| s.engage, |s| s.paye];

    fn add(&mut self, other: &Self) {
        self.notifie += other.notifie;
        self.recu += other.recu;
        self.engage += other.engage;
        self.paye += other.paye;
    }

    fn is_zero(&self) -> bool {
        *self == Self::default()
    }

    /// Rank by which a line is hidden to protect another one.
    fn size(&self) -> u64 {
        Self::COLUMNS.iter().map(|column| column(self).en_centimes().unsigned_abs()).sum()
    }
}

/// What one CPTS counts in a civil year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartCpts {
    /// By key of mission; empty for the fonctionnement.
    pub missions: BTreeMap<String, Sommes>,
    /// By account of two figures. Only what is spent has a nature.
    pub natures: BTreeMap<String, Sommes>,
}

impl PartCpts {
    /// What the lines of a civil year say: each is counted on its own day.
    pub fn of(mouvements: &[Mouvement], depenses: &[Depense], annee: i16, natures: &Natures) -> Self {
        let mut part = Self::default();
        for one in mouvements.iter().filter(|one| one.le.year() == annee) {
            let mission = one.echeance.mission.clone().unwrap_or_default();
            let sums = part.missions.entry(mission).or_default();
            match one.genre {
                GenreMouvement::Notifie => sums.notifie += one.montant,
                GenreMouvement::Recu => sums.recu += one.montant,
            }
        }
        for one in depenses {
            for genre in [GenreDepense::Engage, GenreDepense::Paye] {
                part.spend(one, genre, annee, natures);
            }
        }
        part
    }

    fn spend(&mut self, one: &Depense, genre: GenreDepense, annee: i16, natures: &Natures) {
        let lines = one.fiche.ecritures.iter().filter(|line| line.genre == genre && line.le.year() == annee);
        let amount: Montant = lines.map(|line| line.montant).sum();
        if amount == Montant::ZERO {
            return;
        }
        let add = |sums: &mut Sommes, amount: Montant| match genre {
            GenreDepense::Engage => sums.engage += amount,
            GenreDepense::Paye => sums.paye += amount,
        };
        let classe = natures
            .nature(&one.fiche.nature)
            .map_or_else(|| one.fiche.nature.chars().take(2).collect(), |nature| nature.classe.clone());
        add(self.natures.entry(classe).or_default(), amount);
        for (part, amount) in one.parts().iter().zip(one.couper(amount)) {
            add(self.missions.entry(part.mission.clone().unwrap_or_default()).or_default(), amount);
        }
    }
}

/// The civil years in which something was noted, the last first.
pub fn annees(mouvements: &[Mouvement], depenses: &[Depense]) -> BTreeSet<i16> {
    let noted = mouvements.iter().map(|one| one.le.year());
    noted
        .chain(depenses.iter().flat_map(|one| one.fiche.ecritures.iter().map(|line| line.le.year())))
        .collect()
}

/// A line of a table of totals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneTotaux {
    /// Key of the mission, or account.
    pub cle: String,
    /// What it adds up to; `None` when it is hidden: never write it as zero.
    pub sommes: Option<Sommes>,
}

/// A table of totals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableTotaux {
    /// Its lines.
    pub lignes: Vec<LigneTotaux>,
    /// Their sum; `None` when it is hidden.
    pub total: Option<Sommes>,
}

/// What a region reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totaux {
    /// By mission, in the order of the table of missions; the fonctionnement first.
    pub missions: TableTotaux,
    /// By nature, in the order of the accounts.
    pub natures: TableTotaux,
    /// How many CPTS have something in them.
    pub comptees: usize,
}

/// Adds the parts of CPTS up, and hides what tells one of them.
pub fn totaux(parts: &[PartCpts], rule: &AmountRule, missions: &Missions) -> Totaux {
    let rank = |cle: &str| match cle {
        "" => 0,
        cle => 1 + missions.missions.iter().position(|one| one.cle == cle).unwrap_or(usize::MAX - 1),
    };
    let by_mission: Vec<&BTreeMap<String, Sommes>> = parts.iter().map(|part| &part.missions).collect();
    let mut by_mission = table(&by_mission, rule);
    by_mission.lignes.sort_by_key(|one| (rank(&one.cle), one.cle.clone()));
    let by_nature: Vec<&BTreeMap<String, Sommes>> = parts.iter().map(|part| &part.natures).collect();
    let any = |part: &&PartCpts| part.missions.values().any(|sums| !sums.is_zero());
    Totaux {
        missions: by_mission,
        natures: table(&by_nature, rule),
        comptees: parts.iter().filter(any).count(),
    }
}

/// What each CPTS has in a line, or in several together.
fn melted(parts: &[&BTreeMap<String, Sommes>], lines: &BTreeSet<&str>) -> Vec<Sommes> {
    let of = |part: &&BTreeMap<String, Sommes>| {
        let mut sums = Sommes::default();
        lines.iter().filter_map(|line| part.get(*line)).for_each(|one| sums.add(one));
        sums
    };
    parts.iter().map(of).collect()
}

fn sum(of: &[Sommes]) -> Sommes {
    let mut sums = Sommes::default();
    of.iter().for_each(|one| sums.add(one));
    sums
}

/// Whether nobody's amount is told: in each column where somebody has one, enough of them do and none is most of it.
fn is_safe(of: &[Sommes], rule: &AmountRule) -> bool {
    Sommes::COLUMNS.iter().all(|column| {
        let amounts: Vec<u64> = of.iter().map(|one| column(one).en_centimes().unsigned_abs()).collect();
        let (all, most) = (amounts.iter().sum::<u64>(), amounts.iter().copied().max().unwrap_or(0));
        let count = amounts.iter().filter(|amount| **amount > 0).count();
        count == 0 || (count >= rule.at_least && most * 100 <= all * u64::from(rule.largest_percent))
    })
}

fn table(parts: &[&BTreeMap<String, Sommes>], rule: &AmountRule) -> TableTotaux {
    let mut keys: BTreeSet<&str> = BTreeSet::new();
    for part in parts {
        keys.extend(part.iter().filter(|(_, sums)| !sums.is_zero()).map(|(key, _)| key.as_str()));
    }
    let of = |key: &str| melted(parts, &BTreeSet::from([key]));
    let (mut shown, mut hidden): (BTreeSet<&str>, BTreeSet<&str>) =
        keys.iter().copied().partition(|key| is_safe(&of(key), rule));
    // Who knows the total and the lines that are shown knows what the hidden ones make together.
    let mut total_shown = true;
    while !is_safe(&melted(parts, &hidden), rule) {
        let Some(smallest) = shown.iter().copied().min_by_key(|key| (sum(&of(key)).size(), *key)) else {
            total_shown = false;
            break;
        };
        shown.remove(smallest);
        hidden.insert(smallest);
    }
    let line =
        |key: &str| LigneTotaux { cle: key.to_owned(), sommes: shown.contains(key).then(|| sum(&of(key))) };
    TableTotaux {
        lignes: keys.iter().copied().map(line).collect(),
        total: total_shown.then(|| sum(&melted(parts, &keys))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aci::missions::missions;
    use crate::masque::rules;

    fn part(lines: &[(&str, i64)]) -> PartCpts {
        let sums = |euros: i64| Sommes { paye: Montant::centimes(euros * 100), ..Sommes::default() };
        let missions = lines.iter().map(|(key, euros)| ((*key).to_owned(), sums(*euros))).collect();
        PartCpts { missions, natures: BTreeMap::new() }
    }

    fn read(parts: &[PartCpts]) -> (Vec<Option<i64>>, Option<i64>) {
        let all = totaux(parts, &rules().unwrap().amounts, missions().unwrap());
        let euros = |sums: Option<Sommes>| sums.map(|sums| sums.paye.en_centimes() / 100);
        (all.missions.lignes.iter().map(|one| euros(one.sommes)).collect(), euros(all.missions.total))
    }

    #[test]
    fn a_line_of_fewer_than_three_associations_is_hidden() {
        let two = [part(&[("", 100)]), part(&[("", 120)])];
        assert_eq!(read(&two), (vec![None], None));
        let three = [part(&[("", 100)]), part(&[("", 120)]), part(&[("", 80)])];
        assert_eq!(read(&three), (vec![Some(300)], Some(300)));
        assert_eq!(read(&[]), (vec![], Some(0)));
    }

    #[test]
    fn a_line_that_one_association_makes_is_hidden() {
        let most = [part(&[("", 850)]), part(&[("", 75)]), part(&[("", 75)])];
        assert_eq!(read(&most), (vec![Some(1_000)], Some(1_000)));
        let more = [part(&[("", 860)]), part(&[("", 75)]), part(&[("", 75)])];
        assert_eq!(read(&more), (vec![None], None));
    }

    #[test]
    fn a_hidden_line_is_not_what_lacks_to_the_total() {
        // One association alone works on the second line: the first, which alone could be shown, would tell it.
        let parts = [part(&[("", 100), ("soins_non_programmes", 40)]), part(&[("", 120)]), part(&[("", 80)])];
        assert_eq!(read(&parts), (vec![None, None], Some(340)));
        let three = [
            part(&[("", 100), ("acces", 50), ("soins_non_programmes", 40)]),
            part(&[("", 120), ("acces", 60)]),
            part(&[("", 80), ("acces", 70)]),
        ];
        let (lines, total) = read(&three);
        assert_eq!((lines.iter().flatten().count(), total), (1, Some(520)));
        assert!(lines.contains(&Some(300)), "the smallest line protects the hidden one");
    }

    #[test]
    fn corrections_that_cancel_do_not_make_a_crowd() {
        let parts = [part(&[("", 500), ("acces", 0)]), part(&[("", -490)]), part(&[("", 0)])];
        assert_eq!(read(&parts), (vec![None], None));
    }

    #[test]
    fn the_shown_lines_and_the_hidden_rest_are_all_safe_whatever_the_amounts() {
        let rule = &rules().unwrap().amounts;
        let mut state = 7_u64;
        let mut next = |most: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % most
        };
        for _ in 0..2_000 {
            let keys = ["", "acces", "parcours", "prevention"];
            let parts: Vec<PartCpts> = (0..next(6))
                .map(|_| part(&keys.map(|key| (key, if next(3) == 0 { 0 } else { next(1_000) as i64 }))))
                .collect();
            let maps: Vec<&BTreeMap<String, Sommes>> = parts.iter().map(|part| &part.missions).collect();
            let made = table(&maps, rule);
            let hidden: BTreeSet<&str> =
                made.lignes.iter().filter(|one| one.sommes.is_none()).map(|one| one.cle.as_str()).collect();
            for one in made.lignes.iter().filter(|one| one.sommes.is_some()) {
                assert!(is_safe(&melted(&maps, &BTreeSet::from([one.cle.as_str()])), rule));
            }
            assert!(made.total.is_none() || is_safe(&melted(&maps, &hidden), rule));
            assert!(made.total.is_some() || made.lignes.iter().all(|one| one.sommes.is_none()));
        }
    }
}
