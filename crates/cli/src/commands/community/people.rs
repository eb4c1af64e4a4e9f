//! Invented people and structures.

use domain::communaute::{
    Accord, Canal, CanalKind, Convention, Etape, Exercice, Fiche, Mode, Personne, Statut, Structure,
    StructureFiche, StructureKind,
};
use domain::ids::{PersonneId, StructureId};
use jiff::ToSpan;
use jiff::civil::Date;

use super::{Soil, names};

/// Where every sheet says that it comes from.
const SOURCE: &str = "Données fictives de démonstration";

/// Profession code and specialty, as often as they stand here.
const PROFESSIONS: [(&str, Option<&str>); 12] = [
    ("60", None),
    ("10", Some("SM26")),
    ("70", None),
    ("60", None),
    ("21", None),
    ("10", Some("SM54")),
    ("60", None),
    ("40", None),
    ("91", None),
    ("10", Some("SM04")),
    ("50", None),
    ("80", None),
];

const STRUCTURES: [(&str, StructureKind); 12] = [
    ("Maison de santé des Trois-Fontaines", StructureKind::Msp),
    ("Maison de santé de Castelroc-Fictif", StructureKind::Msp),
    ("Centre de santé de Valmirande", StructureKind::CentreSante),
    ("Centre hospitalier du Bassin fictif", StructureKind::HopitalProximite),
    ("Clinique de la Colline-Inventée", StructureKind::Clinique),
    ("EHPAD Les Tilleuls-Fictifs", StructureKind::Ehpad),
    ("EHPAD de la Vaure", StructureKind::Ehpad),
    ("SSIAD du Bassin de Valmirande", StructureKind::Ssiad),
    ("Laboratoire des Sources fictives", StructureKind::Laboratoire),
    ("Pharmacie de la Fontaine", StructureKind::Pharmacie),
    ("DAC du département fictif", StructureKind::Dac),
    ("CCAS de Valmirande", StructureKind::Collectivite),
];

fn months_ago(soil: &Soil<'_>, months: i32) -> Date {
    soil.today.checked_sub(months.months()).unwrap_or(soil.today)
}

/// The structures; two of them have signed an agreement, one of which soon ends.
pub fn structures(soil: &Soil<'_>) -> Vec<Structure> {
    let one = |(rank, (nom, kind)): (usize, &(&str, StructureKind))| {
        let ends = soil.today.checked_add(i32::try_from(40 * rank).unwrap_or(400).days()).ok();
        let convention = Convention {
            objet: "Partage d'informations entre la ville et l'établissement".into(),
            signee: months_ago(soil, 14),
            fin: ends,
            piece: None,
        };
        Structure {
            id: StructureId(soil.app.settings().ids.next()),
            nom: (*nom).to_owned(),
            kind: *kind,
            finess: None,
            commune: soil.communes.get(rank % soil.communes.len().max(1)).copied(),
            fiche: StructureFiche {
                conventions: if matches!(rank, 1 | 3) { vec![convention] } else { vec![] },
                source: SOURCE.into(),
                ..StructureFiche::default()
            },
            created_at: soil.now,
            changed_at: soil.now,
            version: 1,
            removed_at: None,
        }
    };
    STRUCTURES.iter().enumerate().map(one).collect()
}

/// The people: first those who have an account, then invented ones.
pub fn people(soil: &Soil<'_>, count: usize, structures: &[Structure]) -> Vec<Personne> {
    let mut all: Vec<Personne> = (0..count).map(|rank| person(soil, rank, structures)).collect();
    for (slot, (user, _, name)) in all.iter_mut().zip(&soil.accounts) {
        let (first, last) = name.split_once(' ').unwrap_or(("", name));
        (slot.prenom, slot.nom) = (first.to_owned(), last.to_owned());
        slot.user = Some(*user);
        found(soil, slot);
    }
    for rank in FOUNDERS.iter().chain(&LAPSED).filter(|rank| **rank < count) {
        found(soil, &mut all[*rank]);
    }
    all
}

/// Months since the association was founded.
const FOUNDED: i32 = 17;
/// Members of the first hour who have no account.
const FOUNDERS: [usize; 4] = [13, 33, 64, 83];
/// Those of them who did not renew their membership this year.
pub const LAPSED: [usize; 2] = [23, 54];

/// The day when the association was founded.
pub fn founded(soil: &Soil<'_>) -> Date {
    months_ago(soil, FOUNDED)
}

/// Makes a founder of somebody.
fn found(soil: &Soil<'_>, one: &mut Personne) {
    let step = |statut, months, motif: &str| Etape {
        statut,
        depuis: months_ago(soil, months),
        motif: Some(motif.to_owned()).filter(|motif| !motif.is_empty()),
    };
    one.fiche.parcours = vec![
        step(Statut::Repere, FOUNDED + 3, ""),
        step(Statut::Interesse, FOUNDED + 1, "première réunion"),
        step(Statut::Adherent, FOUNDED, "assemblée constitutive"),
    ];
    one.statut = Statut::Adherent;
}

fn person(soil: &Soil<'_>, rank: usize, structures: &[Structure]) -> Personne {
    let (nom, prenom) = names::of(rank);
    let (profession, specialite) = PROFESSIONS[rank % PROFESSIONS.len()];
    let mut one = Personne {
        id: PersonneId(soil.app.settings().ids.next()),
        rpps: names::rpps(rank).filter(|_| rank % 9 != 4),
        profession: Some(profession.to_owned()).filter(|_| rank % 31 != 30),
        statut: Statut::Repere,
        user: None,
        fiche: Fiche {
            specialite: specialite.map(str::to_owned),
            exercices: place(soil, rank, structures).into_iter().collect(),
            canaux: channels(soil, rank),
            // Who nobody wrote to was found lately.
            parcours: vec![Etape {
                statut: Statut::Repere,
                depuis: months_ago(soil, if matches!(rank % 10, 0 | 5) { 2 } else { 11 }),
                motif: None,
            }],
            source: SOURCE.into(),
            ..Fiche::default()
        },
        created_at: soil.now,
        changed_at: soil.now,
        version: 1,
        fusionnee: None,
        removed_at: None,
        nom,
        prenom,
    };
    // Out of ten: two are only known, two were written to, three are willing, two are members, one left.
    let steps: &[Statut] = match rank % 10 {
        0 | 5 => &[],
        1 | 6 => &[Statut::Contacte],
        2 | 7 | 8 => &[Statut::Contacte, Statut::Interesse],
        3 | 4 => &[Statut::Contacte, Statut::Interesse, Statut::Adherent],
        _ => &[Statut::Contacte, Statut::Sorti],
    };
    for (months, step) in [9, 7, 4].into_iter().zip(steps) {
        one.step(*step, months_ago(soil, months), None);
    }
    one
}

fn place(soil: &Soil<'_>, rank: usize, structures: &[Structure]) -> Option<Exercice> {
    // One out of twelve has no commune: somebody must find it.
    let commune =
        soil.communes.get(rank * 5 % soil.communes.len().max(1)).copied().filter(|_| rank % 12 != 7);
    let mode = if rank % 8 == 6 { Mode::Salarie } else { Mode::Liberal };
    let structure = structures.get(rank % 40).map(|one| one.id);
    Some(Exercice { structure, commune, mode: Some(mode), ..Exercice::default() })
}

fn channels(soil: &Soil<'_>, rank: usize) -> Vec<Canal> {
    let canal = |kind, valeur: String, accord| Canal {
        kind,
        valeur,
        accord,
        rebond: None,
        source: SOURCE.into(),
        depuis: months_ago(soil, 11),
    };
    let accord = match rank % 14 {
        13 => Accord::Refuse,
        0..7 => Accord::Donne,
        _ => Accord::Inconnu,
    };
    let mut all = Vec::new();
    if rank % 6 != 5 {
        // `.test` is reserved: no message ever leaves.
        all.push(canal(CanalKind::Courriel, format!("personne{rank}@valmirande.test"), accord));
    }
    if rank % 5 != 3 {
        // 01 99 00 is set aside for fiction.
        all.push(canal(CanalKind::Telephone, format!("+3319900{:04}", rank % 10_000), accord));
    }
    all
}
