//! Figures that people wrote down.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use territory::layers::AgeBand;
use territory::{Perimeter, UnitCode};

use super::brut::{Brut, scale};
use super::zone::Zone;
use super::{Entree, VarianteLue};
use crate::diagnostic::catalogue::Indicateur;
use crate::diagnostic::chiffre::RecordTrace;
use crate::diagnostic::niveau::Niveau;
use crate::diagnostic::periode::Periode;
use crate::diagnostic::releve::{Origine, Place, Releve};
use crate::ids::ReleveId;

const STATED: &str = "Valeur relevée telle que sa source la publie.";
const SUMMED: &str = "Valeurs relevées par commune ou IRIS, additionnées.";
const RATE_OF_SUMS: &str = "Somme des numérateurs relevés divisée par la somme des dénominateurs.";
const MOVED: &str =
    "Ce chiffre a été relevé pour un périmètre plus ancien\u{a0}: le périmètre a changé depuis.";
const PART_OF_AGES: &str =
    "Une valeur relevée ne porte que sur une partie des âges de l'indicateur\u{a0}: elle n'est pas retenue.";

/// The recorded values of an indicator, ready to be asked by place.
pub(super) struct Releves<'a> {
    all: Vec<&'a Releve>,
    replaced: BTreeSet<ReleveId>,
    ages: Option<AgeBand>,
    indicateur: &'a Indicateur,
}

/// What is retained for a zone, before it is said.
struct Retained<'a> {
    brut: Brut,
    /// The recorded values behind it.
    from: Vec<&'a Releve>,
    period: Periode,
    origin: usize,
}

impl<'a> Releves<'a> {
    pub fn of(releves: &'a [Releve], indicateur: &'a Indicateur) -> Self {
        Self {
            all: releves.iter().filter(|releve| releve.saisie.indicateur == indicateur.code).collect(),
            replaced: releves.iter().filter_map(|releve| releve.replaces).collect(),
            ages: indicateur.ages.map(|ages| AgeBand { from: ages.from, to: ages.to }),
            indicateur,
        }
    }

    /// Whether nothing was ever recorded for the indicator.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The figure of a zone; an empty one when nothing was recorded.
    pub fn figure(&self, entree: &Entree<'_>, zone: &Zone) -> Brut {
        let place = |place: &Place| is_zone(place, zone, entree.variante);
        let own = self.best(&place, &|releve| !is_old(&releve.saisie.place, entree.variante)).or_else(|| {
            let mut old = self.best(&place, &|_| true)?;
            old.brut.alerts.push(MOVED.to_owned());
            Some(old)
        });
        let sum = (zone.niveau == Niveau::Territoire).then(|| self.sum(&zone.perimeter)).flatten();
        let retained = match (own, sum) {
            (Some(own), Some(sum)) if wins(&sum, &own) => Some(sum),
            (None, sum) => sum,
            (own, _) => own,
        };
        let mut brut = retained.as_ref().map(|retained| retained.brut.clone()).unwrap_or_default();
        let kept: BTreeSet<ReleveId> =
            retained.iter().flat_map(|retained| &retained.from).map(|releve| releve.id).collect();
        if self
            .all
            .iter()
            .any(|releve| place(&releve.saisie.place) && self.is_live(releve) && !self.is_whole(releve))
        {
            brut.alerts.push(PART_OF_AGES.to_owned());
        }
        brut.records = self.traces(&kept, &place);
        brut
    }

    /// What some origins say of the perimeter as it is today; `None` when they said nothing.
    pub fn figure_from(&self, entree: &Entree<'_>, zone: &Zone, origins: &[Origine]) -> Option<Brut> {
        let place = |place: &Place| is_zone(place, zone, entree.variante);
        let keep = |releve: &Releve| {
            origins.contains(&releve.saisie.origin) && !is_old(&releve.saisie.place, entree.variante)
        };
        let best = self.best(&place, &keep)?;
        let kept = best.from.iter().map(|releve| releve.id).collect();
        let mut records = self.traces(&kept, &place);
        records.retain(|trace| origins.contains(&trace.origin));
        Some(Brut { records, ..best.brut })
    }

    /// The value of one commune or IRIS.
    pub fn at(&self, unit: UnitCode) -> Option<&'a Releve> {
        self.live().filter(|releve| is_unit(&releve.saisie.place, unit)).max_by_key(|releve| rank(releve))
    }

    fn is_live(&self, releve: &Releve) -> bool {
        !self.replaced.contains(&releve.id) && !releve.saisie.is_withdrawal()
    }

    /// Whether it speaks of all the ages of the indicator.
    fn is_whole(&self, releve: &Releve) -> bool {
        releve.saisie.ages.is_none() || releve.saisie.ages == self.ages
    }

    fn live(&self) -> impl Iterator<Item = &'a Releve> + '_ {
        self.all.iter().copied().filter(|releve| self.is_live(releve) && self.is_whole(releve))
    }

    /// The retained value of a place: most recent period, then origin, then last recorded.
    fn best(&self, place: &dyn Fn(&Place) -> bool, keep: &dyn Fn(&Releve) -> bool) -> Option<Retained<'a>> {
        let candidates = self.live().filter(|releve| place(&releve.saisie.place) && keep(releve));
        let best = candidates.max_by_key(|releve| rank(releve))?;
        let saisie = &best.saisie;
        let brut = Brut {
            value: self.value(best),
            numerator: saisie.numerator,
            denominator: saisie.denominator,
            hidden: saisie.hidden,
            ..Brut::default()
        };
        let brut = brut.said(saisie.period.label(), STATED);
        Some(Retained { brut, from: vec![best], period: saisie.period, origin: origin_rank(saisie.origin) })
    }

    /// The value as it is printed, else the one that its parts make.
    pub fn value(&self, releve: &Releve) -> Option<f64> {
        let saisie = &releve.saisie;
        let parts = saisie.numerator.zip(saisie.denominator).filter(|(_, under)| *under > 0.0);
        saisie
            .value
            .or_else(|| Some(scale(self.indicateur.unit)? * parts?.0 / parts?.1))
            .filter(|_| !saisie.hidden)
    }

    /// The sum over communes and IRIS, in the period that leaves out the fewest, the most recent among equals.
    fn sum(&self, perimeter: &Perimeter) -> Option<Retained<'a>> {
        let inside =
            |releve: &&Releve| unit_of(&releve.saisie.place).is_some_and(|unit| perimeter.covers(unit));
        let periods: BTreeSet<Periode> =
            self.live().filter(inside).map(|releve| releve.saisie.period).collect();
        let sums = periods.into_iter().filter_map(|period| self.sum_in(perimeter, period));
        sums.min_by_key(|sum| (sum.brut.missing.len(), Reverse((sum.period.to, sum.period.from))))
    }

    fn sum_in(&self, perimeter: &Perimeter, period: Periode) -> Option<Retained<'a>> {
        let mut total = Total::in_period(period);
        for unit in perimeter.units() {
            let here = self.live().filter(|releve| releve.saisie.period == period);
            let best =
                here.filter(|releve| is_unit(&releve.saisie.place, unit)).max_by_key(|releve| rank(releve));
            total.add((unit, perimeter.len() == 1), best, self);
        }
        total.finish(self.indicateur)
    }

    /// Every recorded value of the zone, most recent first; those of its units when a sum is retained.
    fn traces(&self, kept: &BTreeSet<ReleveId>, place: &dyn Fn(&Place) -> bool) -> Vec<RecordTrace> {
        let told = self.all.iter().filter(|releve| kept.contains(&releve.id) || place(&releve.saisie.place));
        let mut told: Vec<&Releve> = told.copied().collect();
        told.sort_by_key(|releve| Reverse((kept.contains(&releve.id), rank(releve))));
        let traces = told.into_iter().map(|releve| RecordTrace {
            id: releve.id,
            origin: releve.saisie.origin,
            source: releve.saisie.source.clone(),
            period: releve.saisie.period,
            value: self.value(releve),
            document: releve.saisie.document,
            author: releve.author.clone(),
            recorded_at: releve.recorded_at,
            reason: releve.reason.clone(),
            retained: kept.contains(&releve.id),
        });
        traces.collect()
    }
}

/// A sum of recorded values, unit after unit.
struct Total<'a> {
    period: Periode,
    value: Option<f64>,
    numerator: Option<f64>,
    denominator: Option<f64>,
    missing: Vec<UnitCode>,
    hidden: bool,
    from: Vec<&'a Releve>,
}

impl<'a> Total<'a> {
    fn in_period(period: Periode) -> Self {
        let (value, numerator, denominator) = (None, None, None);
        Self { period, value, numerator, denominator, missing: Vec::new(), hidden: false, from: Vec::new() }
    }

    fn add(&mut self, (unit, alone): (UnitCode, bool), best: Option<&'a Releve>, releves: &Releves<'a>) {
        let Some(releve) = best else {
            self.missing.push(unit);
            return;
        };
        let plus = |total: &mut Option<f64>, part: f64| *total = Some(total.unwrap_or(0.0) + part);
        let saisie = &releve.saisie;
        let parts = saisie.numerator.zip(saisie.denominator);
        let counted = match (releves.indicateur.is_count(), releves.value(releve), parts) {
            _ if saisie.hidden => false,
            (true, Some(value), _) => {
                plus(&mut self.value, value);
                true
            }
            (false, _, Some((over, under))) => {
                plus(&mut self.numerator, over);
                plus(&mut self.denominator, under);
                true
            }
            // The rate of the only place is the rate of the whole.
            (false, Some(value), None) if alone => {
                self.value = Some(value);
                true
            }
            _ => false,
        };
        self.hidden |= saisie.hidden;
        if counted {
            self.from.push(releve);
        } else {
            self.missing.push(unit);
        }
    }

    fn finish(self, indicateur: &Indicateur) -> Option<Retained<'a>> {
        let parts = self.numerator.zip(self.denominator).filter(|(_, under)| *under > 0.0);
        let rate = scale(indicateur.unit).zip(parts).map(|(scale, (over, under))| scale * over / under);
        if self.from.is_empty() && !self.hidden {
            return None;
        }
        let origin = self.from.iter().map(|releve| origin_rank(releve.saisie.origin)).max();
        let formula = if indicateur.is_count() { SUMMED } else { RATE_OF_SUMS };
        let brut = Brut {
            value: self.value.or(rate),
            numerator: self.numerator,
            denominator: self.denominator,
            missing: self.missing,
            hidden: self.hidden && self.from.is_empty(),
            ..Brut::default()
        };
        let brut = brut.said(self.period.label(), formula);
        Some(Retained { brut, from: self.from, period: self.period, origin: origin.unwrap_or(usize::MAX) })
    }
}

/// Whether a sum of communes is preferred to a value recorded for the perimeter: it must leave nothing out, and be
/// more recent, or as recent and more official.
fn wins(sum: &Retained<'_>, own: &Retained<'_>) -> bool {
    let order = |one: &Retained<'_>| (one.period.to, one.period.from, Reverse(one.origin));
    let current = own.brut.alerts.is_empty();
    sum.brut.value.is_some() && sum.brut.missing.is_empty() && (!current || order(sum) > order(own))
}

/// Greater is preferred: most recent period, then the most official origin, then the last recorded.
fn rank(releve: &Releve) -> impl Ord + use<> {
    let saisie = &releve.saisie;
    (saisie.period.to, saisie.period.from, Reverse(origin_rank(saisie.origin)), releve.recorded_at, releve.id)
}

fn origin_rank(origin: Origine) -> usize {
    Origine::ALL.iter().position(|one| *one == origin).unwrap_or(Origine::ALL.len())
}

fn is_zone(place: &Place, zone: &Zone, own: &VarianteLue) -> bool {
    match (*place, zone.niveau) {
        (Place::Variante { territoire, variante, .. }, Niveau::Territoire) => {
            own.ids == Some((territoire, variante))
        }
        (Place::Departement { code }, Niveau::Departement(asked)) => code == asked,
        (Place::Region { code }, Niveau::Region(asked)) => code == asked,
        (Place::France, Niveau::France) => true,
        _ => false,
    }
}

/// Whether it speaks of another state of the perimeter.
fn is_old(place: &Place, own: &VarianteLue) -> bool {
    matches!(place, Place::Variante { revision, .. } if *revision != own.revision && !own.unchanged.contains(revision))
}

fn unit_of(place: &Place) -> Option<UnitCode> {
    match *place {
        Place::Commune { code } => Some(code.into()),
        Place::Iris { code } => Some(code.into()),
        _ => None,
    }
}

fn is_unit(place: &Place, unit: UnitCode) -> bool {
    unit_of(place) == Some(unit)
}
