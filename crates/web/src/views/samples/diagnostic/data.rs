//! The figures of the sample: every state of a figure, recorded values, hidden places.

use domain::authz::Author;
use domain::diagnostic::catalogue::{Calcul, Famille, Finesse, Indicateur, Tranche};
use domain::diagnostic::chiffre::RecordTrace;
use domain::diagnostic::lecture::{NiveauNomme, ValeurLocale};
use domain::diagnostic::offre::{GroupeLu, LigneEffectif, SiteLu};
use domain::diagnostic::{
    Chiffre, Comparaison, Constat, Diagnostic, Etat, FamilleLue, IndicateurLu, Niveau, OffreLue, Origine,
    Passeport, Periode, Sens, Similaires, Unite,
};
use domain::source::Confidence;
use territory::measure::{Measure, SourceId};

use super::super::fiche;

fn indicateur(code: &str, label: &str, family: Famille, unit: Unite) -> Indicateur {
    Indicateur {
        code: code.to_owned(),
        label: label.to_owned(),
        meaning: format!("{label}. Une phrase dit ici ce que le chiffre mesure."),
        family,
        unit,
        direction: Sens::Moins,
        numerator: Some("Patients de 17 ans et plus sans médecin traitant déclaré".to_owned()),
        denominator: Some("Patients de 17 ans et plus ayant eu un soin remboursé".to_owned()),
        ages: Some(Tranche { from: 17, to: None }),
        finest: Finesse::Commune,
        mask: Some("patients".to_owned()),
        calcul: Calcul::Releve,
        producer: "Assurance Maladie".to_owned(),
        plausible: None,
        thresholds: Vec::new(),
        sources: vec!["Lettre d'intention du 18/04/2023".to_owned()],
        confidence: Confidence::TwoSources,
        note: Some("Les documents ne définissent pas « patients consommants ».".to_owned()),
    }
}

/// A figure in a state.
pub(super) fn figure(value: f64, state: Etat) -> Chiffre {
    let passport = Passeport {
        sources: vec![SourceId(0)],
        vintage: "2023".to_owned(),
        perimeter: "10 IRIS et communes".to_owned(),
        formula: "Somme des communes, divisée par la somme de leurs habitants.".to_owned(),
        ..Passeport::default()
    };
    let missing = if state == Etat::Partial {
        ["Val-d'Orne", "Belval", "Castelroc", "Fontbrune", "Villeneuve-la-Haute"].map(str::to_owned).to_vec()
    } else {
        Vec::new()
    };
    let value = matches!(state, Etat::Known | Etat::Partial).then_some(value);
    Chiffre {
        value,
        state,
        numerator: value.map(|v| v * 100.0),
        denominator: value.map(|_| 10_000.0),
        missing,
        passport,
    }
}

fn trace(rank: u128, retained: bool) -> RecordTrace {
    RecordTrace {
        id: domain::ids::ReleveId(uuid::Uuid::from_u128(rank)),
        origin: if retained { Origine::Cpam } else { Origine::Rezone },
        source: "Lettre de la CPAM du 12/03/2023".to_owned(),
        period: Periode::year(2022),
        value: retained.then_some(13.3),
        document: retained.then(|| domain::ids::PieceId(uuid::Uuid::from_u128(rank))),
        author: Author::System("démonstration".to_owned()),
        recorded_at: jiff::Timestamp::UNIX_EPOCH,
        reason: retained.then(|| "Le premier chiffre portait sur le département.".to_owned()),
        retained,
    }
}

fn levels() -> Vec<NiveauNomme> {
    let named = |niveau: &str, name: &str| {
        niveau.parse().ok().map(|niveau| NiveauNomme { niveau, name: name.to_owned() })
    };
    [
        named("departement-96", "Mille-Rivières"),
        named("region-99", "Grande Région"),
        named("france", "France"),
        named("similaires", "Territoires semblables"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn places() -> Vec<ValeurLocale> {
    let units = fiche::fiche("Variante A", true).diagnosis.communes;
    let value = |rank: usize| (rank != 2 && rank != 3).then_some(1.2 + rank as f64 * 0.45);
    let line = |(rank, commune): (usize, territory::diagnosis::CommuneLine)| ValeurLocale {
        code: territory::UnitCode::Commune(commune.code),
        name: commune.name,
        value: value(rank),
        hidden: rank == 3,
    };
    units.into_iter().enumerate().map(line).collect()
}

fn read(indicateur: Indicateur, own: Chiffre, elsewhere: [f64; 4]) -> IndicateurLu {
    let states = [Etat::Known, Etat::Known, Etat::Known, Etat::Partial];
    let comparisons = levels().into_iter().zip(elsewhere).zip(states).map(|((level, value), state)| {
        let mut chiffre = figure(value, state);
        if level.niveau == Niveau::France {
            chiffre.passport.vintage = "2022".to_owned();
        }
        let difference = own.value.filter(|_| own.is_known() && chiffre.is_known()).map(|own| own - value);
        Comparaison { niveau: level.niveau, chiffre, difference }
    });
    IndicateurLu {
        comparisons: comparisons.collect(),
        indicateur,
        territoire: own,
        places: Vec::new(),
        alerts: Vec::new(),
    }
}

fn families() -> Vec<FamilleLue> {
    let mut people = indicateur("population", "Habitants", Famille::Population, Unite::Habitants);
    people.calcul = Calcul::Population;
    let mut apl = indicateur(
        "apl_mg",
        "Accessibilité aux médecins généralistes (APL)",
        Famille::Acces,
        Unite::Consultations,
    );
    apl.calcul = Calcul::Apl { jusqu_a: None };
    let mut apl = read(apl, figure(2.6, Etat::Known), [3.1, 3.3, 3.5, 2.9]);
    apl.places = places();
    let mut without = figure(13.3, Etat::Known);
    without.passport.records = vec![trace(2, true), trace(1, false)];
    without.passport.mask = Some("Les effectifs de moins de 11 patients sont masqués".to_owned());
    let mut without = read(
        indicateur("sans_mt", "Patients sans médecin traitant", Famille::Acces, Unite::Pourcent),
        without,
        [11.2, 10.9, 11.4, 12.0],
    );
    without.alerts =
        vec!["Ce taux est au-dessus des valeurs habituelles : vérifiez le dénominateur.".to_owned()];
    let mut estimated = figure(21.9, Etat::Known);
    estimated.passport.estimated = Some("Les âges sont pondérés par le recensement".to_owned());
    let elsewhere = [20.1, 21.0, 20.7, 22.0];
    let aged = |code: &str, label: &str, own| {
        read(indicateur(code, label, Famille::Population, Unite::Pourcent), own, elsewhere)
    };
    vec![
        FamilleLue {
            famille: Famille::Population,
            indicators: vec![
                read(people, figure(43_946.0, Etat::Known), [480_000.0, 2_100_000.0, 67_000_000.0, 51_000.0]),
                aged("part_65", "65 ans et plus", estimated),
                aged("part_75", "75 ans et plus", figure(11.0, Etat::Partial)),
            ],
        },
        FamilleLue { famille: Famille::Acces, indicators: vec![apl, without] },
        FamilleLue {
            famille: Famille::Ald,
            indicators: vec![
                aged("ald_diabete", "Diabète", figure(0.0, Etat::NotPublished)),
                aged("ald_rare", "Maladie rare", figure(3.0, Etat::Hidden)),
            ],
        },
    ]
}

fn offre() -> OffreLue {
    let count = |value: f64| Chiffre { numerator: None, denominator: None, ..figure(value, Etat::Known) };
    let line = |regle: &str, label: &str, cpam: Option<f64>| LigneEffectif {
        regle: regle.to_owned(),
        label: label.to_owned(),
        rule: "Une personne inscrite, en exercice libéral ou mixte, comptée une fois dans le territoire."
            .to_owned(),
        officiel: count(41.0),
        cabinets: Some(47.0),
        second_sites: Some(6.0),
        cpam: cpam.map(count),
        local: None,
        aged_60: Some(count(14.0)),
        aged_65: None,
        communes: places(),
        gaps: cpam
            .map(|_| "Le registre compte 2 remplaçants de plus que la CPAM.".to_owned())
            .into_iter()
            .collect(),
    };
    let sites = ["Belval", "Fontbrune"].map(|commune| SiteLu {
        finess: "960000018".to_owned(),
        name: format!("EHPAD de {commune}"),
        category: "Établissement d'hébergement pour personnes âgées dépendantes".to_owned(),
        commune: Some(commune.to_owned()),
        legal_entity: Some("960000026".to_owned()),
    });
    let group = |code: &str, label: &str, sites: Vec<SiteLu>| GroupeLu {
        code: code.to_owned(),
        label: label.to_owned(),
        count: count(sites.len() as f64),
        sites,
    };
    OffreLue {
        effectifs: vec![line("mg", "Médecins généralistes", Some(39.0)), line("ide", "Infirmiers", None)],
        structures: vec![
            group("ehpad", "EHPAD", sites.to_vec()),
            group("msp", "Maisons de santé pluriprofessionnelles", Vec::new()),
        ],
        quartiers: fiche::fiche("Variante A", true).quartiers,
    }
}

/// The whole diagnosis.
pub(super) fn diagnostic() -> Diagnostic {
    let fiche = fiche::fiche("Variante A", true);
    let constat = |sentence: &str, code: &str, favourable| Constat {
        indicateur: code.to_owned(),
        niveau: Niveau::France,
        sentence: sentence.to_owned(),
        difference: -0.9,
        favourable,
    };
    Diagnostic {
        cpts: fiche.cpts,
        territoire: fiche.territoire,
        variante: fiche.variante,
        revision: 3,
        established_on: fiche.established_on,
        population: Measure::known(43_946.0, SourceId(0)),
        taille: fiche.taille,
        sources: fiche::passports(),
        levels: levels(),
        similar: Similaires {
            rule: "Même classe de taille, densité du même ordre, part des 65 ans et plus à 3 points près."
                .to_owned(),
            members: vec!["CPTS du Haut Pays".to_owned(), "CPTS des Deux Vallées".to_owned()],
        },
        highlights: vec![
            constat(
                "L'accès aux médecins généralistes est plus faible qu'en France : 2,6 consultations par habitant contre 3,5.",
                "apl_mg",
                Some(false),
            ),
            constat(
                "Un peu plus d'habitants ont 65 ans et plus : 21,9 % contre 20,7 % en France.",
                "part_65",
                None,
            ),
        ],
        families: families(),
        offre: offre(),
        carte: fiche.carte,
    }
}

/// The same without figures, with or without communes.
pub(super) fn empty(diagnostic: &Diagnostic, missing: bool) -> Diagnostic {
    let missing = if missing { fiche::fiche("Variante A", true).diagnosis.units } else { Vec::new() };
    Diagnostic {
        population: Measure { missing, ..Measure::default() },
        taille: None,
        sources: Vec::new(),
        levels: Vec::new(),
        similar: Similaires::default(),
        highlights: Vec::new(),
        families: Vec::new(),
        offre: OffreLue::default(),
        carte: None,
        ..diagnostic.clone()
    }
}
