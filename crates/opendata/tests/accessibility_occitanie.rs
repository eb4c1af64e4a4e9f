//! What the stated approximation of travel times is worth, on the published accessibility of Occitanie. The figures
//! are those of `docs/methods/apl.md`, section « Ce que vaut l'approximation ».
#![expect(
    clippy::print_stderr,
    reason = "the suite says which of its parts were skipped, and what it measured"
)]

#[path = "occitanie/fit.rs"]
mod fit;
#[path = "occitanie/region.rs"]
mod region;

use territory::accessibility::{Accessibility, share_under, weighted_mean};

use fit::{agreement, neighbours, supply_that_explains};
use region::{Region, apl, parameters, shared};

#[test]
fn the_published_workbook_obeys_the_method() {
    let Some(path) = shared(region::WORKBOOK) else { return };
    for (year, mean, under) in [(2022, 3.789, 0.1488), (2023, 3.745, 0.1663)] {
        let rows = apl(path.clone(), year);
        let standardised = |row: &territory::layers::Apl| row.standardised_population.unwrap_or_default();
        let ordinary = |row: &territory::layers::Apl| row.population.unwrap_or_default();
        // The standardised population has the total of the population.
        let (total, people): (f64, f64) =
            (rows.iter().map(standardised).sum(), rows.iter().map(ordinary).sum());
        assert!((total / people - 1.0).abs() < 1e-8, "{total} {people}");
        let values = |weight: &dyn Fn(&territory::layers::Apl) -> f64| -> Vec<(f64, f64)> {
            rows.iter().filter_map(|row| Some((row.apl?, weight(row)))).collect()
        };
        let found = weighted_mean(values(&standardised)).unwrap();
        assert!((found - mean).abs() < 5e-4, "{year}: {found}");
        let found = share_under(2.5, values(&ordinary)).unwrap();
        assert!((found - under).abs() < 5e-5, "{year}: {found}");
    }
}

#[test]
fn pharmacies_in_place_of_doctors_explain_little() {
    let Some(region) = Region::read() else { return };
    let (catchment, decay) = (region.catchment(1.0), parameters().decay());
    let people = region.standardised();
    let offered: f64 = region.published().iter().zip(&people).map(|(value, people)| value * people).sum();
    let pharmacies: f64 = region.pharmacies.iter().sum();
    let supply: Vec<f64> = region.pharmacies.iter().map(|count| count * offered / pharmacies).collect();
    let now = Accessibility::compute(&catchment, &people, &supply, &decay).unwrap();
    let found = agreement(&now.values(), &region.published());
    eprintln!("{} pharmacies in place of doctors: {found}", pharmacies);
    assert!((found.correlation - 0.29).abs() < 0.02, "{found}");
}

#[test]
fn the_best_supply_leaves_much_unexplained() {
    let Some(region) = Region::read() else { return };
    let (catchment, decay) = (region.catchment(1.0), parameters().decay());
    let published = region.published();
    let all = vec![true; published.len()];
    for (name, allowed, explained, foreseen) in [
        ("supply where FINESS knows a pharmacy, a centre or a house of health", &region.served, 0.61, 0.70),
        ("supply anywhere", &all, 0.77, 0.75),
    ] {
        let count = allowed.iter().filter(|allowed| **allowed).count();
        let inside = supply_that_explains(&catchment, &decay, &published, allowed, |_| true);
        let inside = agreement(&inside, &published);
        // Each commune in five is foreseen by a supply fitted on the four others.
        let mut outside = vec![0.0; published.len()];
        for part in 0..5 {
            let values = supply_that_explains(&catchment, &decay, &published, allowed, |i| i % 5 != part);
            for i in (part..published.len()).step_by(5) {
                outside[i] = values[i];
            }
        }
        let outside = agreement(&outside, &published);
        eprintln!("{name} ({count} communes): fitted {inside}; foreseen {outside}");
        assert!((inside.explained - explained).abs() < 0.03, "{name}: {inside}");
        assert!((outside.correlation - foreseen).abs() < 0.03, "{name}: {outside}");
    }
    let around = agreement(&neighbours(&catchment, &region.standardised(), &published), &published);
    eprintln!("mean of the neighbours within 10 minutes: {around}");
    assert!((around.correlation - 0.77).abs() < 0.03, "{around}");
}

#[test]
fn a_tenth_more_speed_changes_the_effect_of_a_doctor_by_a_sixth() {
    let Some(region) = Region::read() else { return };
    let (people, decay) = (region.standardised(), parameters().decay());
    let nobody = vec![0.0; people.len()];
    let demands = |factor: f64| -> Vec<f64> {
        let catchment = region.catchment(factor);
        let now = Accessibility::compute(&catchment, &people, &nobody, &decay).unwrap();
        (0..people.len() as u32).map(|place| now.demand(place).unwrap()).collect()
    };
    let (slow, now, fast) = (demands(0.9), demands(1.0), demands(1.1));
    for (name, other) in [("slower", slow), ("faster", fast)] {
        let places = (0..people.len()).filter(|place| region.served[*place]);
        // A doctor brings S / D to each person: the effect follows one over the demand in reach.
        let mut changes: Vec<f64> = places.map(|place| now[place] / other[place] - 1.0).collect();
        changes.sort_by(f64::total_cmp);
        let at = |share: f64| changes[(share * (changes.len() - 1) as f64) as usize];
        eprintln!(
            "a tenth {name}: effect of a doctor changed by {:+.3} (median), from {:+.3} to {:+.3} for eight in ten",
            at(0.5),
            at(0.1),
            at(0.9)
        );
        assert!(at(0.5).abs() < 0.3, "{}", at(0.5));
    }
}
