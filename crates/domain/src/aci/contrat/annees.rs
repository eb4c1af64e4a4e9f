//! Contract years, from anniversary to anniversary.
//!
//! An anniversary is counted from the signature, never from the one before: a contract of 29 February keeps the 29th in
//! leap years, and takes the last day of the month in the others.

use jiff::ToSpan;
use jiff::civil::Date;

use super::Termes;
use crate::aci::regles::{BaseJours, DernierJour};

/// A contract year, in days. The last one is not in it: it begins the next year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Annee {
    /// Its rank, from 1.
    pub numero: u8,
    /// Its first day.
    pub du: Date,
    /// The anniversary that ends it: the first day of the next year.
    pub au: Date,
}

/// A share of a contract year, as a fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartAnnee {
    /// Days that count.
    pub jours: i64,
    /// Days of the whole.
    pub sur: i64,
}

/// The nth anniversary of a signature; the signature itself for zero.
pub fn anniversaire(signature: Date, years: u8) -> Date {
    signature.saturating_add(i32::from(years).years())
}

/// The years of a contract of so many years.
pub fn annees(signature: Date, years: u8) -> Vec<Annee> {
    let one = |numero: u8| Annee {
        numero,
        du: anniversaire(signature, numero - 1),
        au: anniversaire(signature, numero),
    };
    (1..=years).map(one).collect()
}

/// The year of the contract in which a day falls; `None` before the signature and after the end.
pub fn dans_l_annee(termes: &Termes, day: Date) -> Option<Annee> {
    termes.calendrier().into_iter().find(|one| one.contains(day))
}

/// The last day that is printed of a year that ends at an anniversary.
pub fn fin(anniversary: Date, last: DernierJour) -> Date {
    match last {
        DernierJour::Veille => anniversary.saturating_sub(1.days()),
        DernierJour::Anniversaire => anniversary,
    }
}

impl Annee {
    /// Whether a day falls in it.
    pub fn contains(&self, day: Date) -> bool {
        self.du <= day && day < self.au
    }

    /// What remains of it from a day on: whole before it begins, nothing after it ended.
    pub fn a_partir_de(&self, day: Date, base: BaseJours) -> PartAnnee {
        let from = day.clamp(self.du, self.au);
        let real = |from: Date, to: Date| i64::from((to - from).get_days());
        match base {
            BaseJours::Exact => PartAnnee { jours: real(from, self.au), sur: real(self.du, self.au) },
            // A leap year has a day more than the base: it never gives more than the whole.
            BaseJours::An365 => PartAnnee { jours: real(from, self.au).min(365), sur: 365 },
            BaseJours::Mois30 => PartAnnee { jours: trente(from, self.au).clamp(0, 360), sur: 360 },
        }
    }
}

/// Days between two dates when every month has thirty.
fn trente(from: Date, to: Date) -> i64 {
    let rank = |day: Date| {
        let (year, month) = (i64::from(day.year()), i64::from(day.month()));
        year * 360 + month * 30 + i64::from(day.day()).min(30)
    };
    rank(to) - rank(from)
}

impl Termes {
    /// Its years.
    pub fn calendrier(&self) -> Vec<Annee> {
        let years = u8::try_from(self.annees.len()).unwrap_or(u8::MAX);
        annees(self.signature, years)
    }

    /// The anniversary that ends it.
    pub fn terme(&self) -> Date {
        anniversaire(self.signature, u8::try_from(self.annees.len()).unwrap_or(u8::MAX))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn statement_30_a_contract_ends_five_years_later_and_its_last_day_is_a_choice() {
        let years = annees(date(2022, 4, 15), 5);
        assert_eq!((years[0].du, years[0].au), (date(2022, 4, 15), date(2023, 4, 15)));
        assert_eq!(years[4].au, date(2027, 4, 15));
        assert_eq!(fin(years[4].au, DernierJour::Veille), date(2027, 4, 14));
        assert_eq!(fin(date(2026, 12, 19), DernierJour::Anniversaire), date(2026, 12, 19));
    }

    #[test]
    fn a_contract_of_29_february_takes_the_last_day_of_the_month_and_finds_the_29th_again() {
        let ends: Vec<Date> = annees(date(2024, 2, 29), 5).iter().map(|one| one.au).collect();
        let wanted =
            [date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29), date(2029, 2, 28)];
        assert_eq!(ends, wanted);
    }

    #[test]
    fn days_are_counted_in_three_ways() {
        let year = annees(date(2022, 4, 15), 1)[0];
        let part = |base| year.a_partir_de(date(2022, 10, 15), base);
        assert_eq!(part(BaseJours::Exact), PartAnnee { jours: 182, sur: 365 });
        assert_eq!(part(BaseJours::An365), PartAnnee { jours: 182, sur: 365 });
        assert_eq!(part(BaseJours::Mois30), PartAnnee { jours: 180, sur: 360 });
        let leap = annees(date(2023, 4, 15), 1)[0];
        assert_eq!(leap.a_partir_de(leap.du, BaseJours::Exact), PartAnnee { jours: 366, sur: 366 });
        assert_eq!(leap.a_partir_de(leap.du, BaseJours::An365), PartAnnee { jours: 365, sur: 365 });
    }

    proptest! {
        #[test]
        fn a_share_is_between_nothing_and_the_whole_and_falls_with_time(
            start in 0..3_000i32, day in -400..2_000i32,
        ) {
            let signature = date(2019, 1, 1).saturating_add(start.days());
            let from = signature.saturating_add(day.days());
            for base in BaseJours::ALL {
                for year in annees(signature, 5) {
                    let part = year.a_partir_de(from, *base);
                    prop_assert!(part.sur > 0 && part.jours >= 0 && part.jours <= part.sur, "{base:?} {part:?}");
                    let later = year.a_partir_de(from.saturating_add(1.days()), *base);
                    prop_assert!(later.jours <= part.jours);
                }
            }
        }

        #[test]
        fn years_follow_each_other_without_a_gap(start in 0..3_000i32) {
            let signature = date(2019, 1, 1).saturating_add(start.days());
            let years = annees(signature, 5);
            prop_assert_eq!(years[0].du, signature);
            prop_assert!(years.windows(2).all(|pair| pair[0].au == pair[1].du));
        }
    }
}
