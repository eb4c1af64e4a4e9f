use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::communaute::personne::tests::personne;
use crate::communaute::structure::StructureKind;
use crate::communaute::{Accord, CanalKind};

fn read(saisie: &SaisiePersonne) -> Result<PersonneLue, Vec<Refus>> {
    read_after(saisie, None)
}

fn read_after(saisie: &SaisiePersonne, avant: Option<&Personne>) -> Result<PersonneLue, Vec<Refus>> {
    let atlas = Atlas::default();
    let structures = [StructureId(Uuid::from_u128(7))];
    let contexte = Contexte { atlas: &atlas, today: date(2026, 11, 22), structures: &structures };
    lire(saisie, avant, &contexte).unwrap()
}

fn typed() -> SaisiePersonne {
    SaisiePersonne { nom: " Exemple ".into(), prenom: "Camille".into(), ..SaisiePersonne::default() }
}

fn problem(saisie: &SaisiePersonne) -> (&'static str, usize, Probleme) {
    let mut refus = read(saisie).unwrap_err();
    assert_eq!(refus.len(), 1, "{refus:?}");
    let one = refus.remove(0);
    (one.champ.nom, one.champ.rang, one.probleme)
}

#[test]
fn a_name_is_enough_and_says_where_it_comes_from() {
    let lue = read(&typed()).unwrap();
    assert_eq!((lue.nom.as_str(), lue.prenom.as_str()), ("Exemple", "Camille"));
    assert_eq!(lue.fiche.source, SOURCE);
    assert_eq!(problem(&SaisiePersonne::default()), ("nom", 0, Probleme::Absent));
}

#[test]
fn numbers_are_checked_and_an_adeli_number_is_kept_with_a_warning() {
    let with = |rpps: &str| SaisiePersonne { rpps: rpps.into(), ..typed() };
    assert_eq!(read(&with("101 0123 4564")).unwrap().rpps.unwrap().as_str(), "10101234564");
    assert_eq!(problem(&with("10003456785")).2, Probleme::Rpps(RppsProblem::Key));
    assert_eq!(problem(&with("661234567")).2, Probleme::Rpps(RppsProblem::Adeli));
    let adeli = |adeli: &str| SaisiePersonne { adeli: adeli.into(), ..typed() };
    let lue = read(&adeli("0 66 1234567")).unwrap();
    assert_eq!((lue.fiche.adeli.as_deref(), &lue.alertes[..]), (Some("661234567"), &[Alerte::Adeli][..]));
    assert_eq!(problem(&adeli("66123")).2, Probleme::Adeli);
}

#[test]
fn a_specialty_belongs_to_its_profession() {
    let with = |profession: &str, specialite: &str| SaisiePersonne {
        profession: profession.into(),
        specialite: specialite.into(),
        ..typed()
    };
    assert_eq!(read(&with("10", "SM54")).unwrap().fiche.specialite.as_deref(), Some("SM54"));
    assert_eq!(problem(&with("60", "SM54")), ("specialite", 0, Probleme::Specialite));
    assert_eq!(problem(&with("10", "SM00")).0, "specialite");
    assert_eq!(problem(&with("99", "")), ("profession", 0, Probleme::Profession));
    let mut before = personne("Exemple", "Camille");
    before.profession = Some("99".into());
    assert!(read_after(&with("99", ""), Some(&before)).is_ok(), "an older code stays until it is changed");
}

#[test]
fn a_lost_zero_is_asked_before_it_is_put_back() {
    let mut saisie = typed();
    saisie.canaux =
        vec![SaisieCanal::new(CanalKind::Courriel, ""), SaisieCanal::new(CanalKind::Telephone, "426030690")];
    let (nom, rang, probleme) = problem(&saisie);
    let Probleme::Telephone(TelephoneProblem::LostLeadingZero { likely }) = probleme else {
        panic!("nine digits must not pass silently");
    };
    assert_eq!((nom, rang), ("canal_valeur", 1));
    saisie.confirmes = vec![zero_key(&likely)];
    assert_eq!(read(&saisie).unwrap().fiche.canaux[0].valeur, "+33426030690");
}

#[test]
fn addresses_are_told_apart_and_each_is_kept_once() {
    let with =
        |kind, valeur: &str| SaisiePersonne { canaux: vec![SaisieCanal::new(kind, valeur)], ..typed() };
    assert!(read(&with(CanalKind::Mssante, "c.exemple@medecin.mssante.fr")).is_ok());
    assert_eq!(problem(&with(CanalKind::Mssante, "c@exemple.fr")).2, Probleme::PasMssante);
    assert_eq!(problem(&with(CanalKind::Courriel, "c@medecin.mssante.fr")).2, Probleme::Mssante);
    assert_eq!(problem(&with(CanalKind::Courriel, "c@xmssante")).2, Probleme::Courriel(EmailProblem::NoDot));
    assert!(!is_mssante("c@pasmssante.fr"));
    let mut twice = with(CanalKind::Courriel, "c@exemple.fr");
    twice.canaux.push(SaisieCanal::new(CanalKind::Courriel, "C@exemple.fr"));
    assert_eq!(read(&twice).unwrap().fiche.canaux.len(), 1);
}

#[test]
fn what_is_known_of_a_channel_stays_with_it() {
    let mut before = personne("Exemple", "Camille");
    let mut saisie = typed();
    saisie.canaux = vec![SaisieCanal::new(CanalKind::Courriel, "c@exemple.fr")];
    before.fiche = read(&saisie).unwrap().fiche;
    before.fiche.canaux[0].depuis = date(2025, 1, 1);
    before.fiche.college = Some("medecins".into());
    saisie.canaux[0].accord = Accord::Refuse;
    saisie.canaux[0].rebond = "01/02/2026".into();
    let lue = read_after(&saisie, Some(&before)).unwrap();
    let canal = &lue.fiche.canaux[0];
    assert_eq!((canal.depuis, canal.accord), (date(2025, 1, 1), Accord::Refuse));
    assert_eq!((canal.rebond, lue.fiche.college), (Some(date(2026, 2, 1)), before.fiche.college));
    saisie.canaux[0].rebond = "01/02/2027".into();
    assert_eq!(problem(&saisie).2, Probleme::Futur);
}

#[test]
fn places_are_checked_and_an_unknown_commune_is_not_lost() {
    let with = |lieu: SaisieLieu| SaisiePersonne { lieux: vec![SaisieLieu::default(), lieu], ..typed() };
    let lue = read(&with(SaisieLieu {
        structure: Uuid::from_u128(7).to_string(),
        adresse: "1 rue du Pont".into(),
        code_postal: "99 001".into(),
        commune: "Nulle-Part".into(),
        mode: "liberal".into(),
        jusque: "31/12/2026".into(),
    }))
    .unwrap();
    let lieu = &lue.fiche.exercices[0];
    assert_eq!((lieu.adresse.as_str(), lieu.commune), ("1 rue du Pont, Nulle-Part", None));
    assert_eq!((lieu.code_postal.as_str(), lieu.jusque), ("99001", Some(date(2026, 12, 31))));
    assert_eq!(lue.alertes, [Alerte::Commune { rang: 1, typed: "Nulle-Part".into() }]);
    let wrong = SaisieLieu { code_postal: "6600".into(), ..SaisieLieu::default() };
    assert_eq!(problem(&with(wrong)), ("lieu_code_postal", 1, Probleme::CodePostal));
    let wrong = SaisieLieu { structure: Uuid::from_u128(8).to_string(), ..SaisieLieu::default() };
    assert_eq!(problem(&with(wrong)).2, Probleme::Structure);
    let wrong = SaisieLieu { jusque: "demain".into(), ..SaisieLieu::default() };
    assert_eq!(problem(&with(wrong)).2, Probleme::Jour);
}

#[test]
fn no_free_text_holds_a_social_security_number() {
    let saisie = SaisiePersonne { remarque: "1 85 05 75 123 456 73".into(), ..typed() };
    assert_eq!(problem(&saisie), ("remarque", 0, Probleme::Nir));
    let long = SaisiePersonne { fonction: "é".repeat(101), ..typed() };
    assert_eq!(problem(&long), ("fonction", 0, Probleme::TropLong(100)));
}

fn read_structure(saisie: &SaisieStructure) -> Result<StructureLue, Vec<Refus>> {
    let atlas = Atlas::default();
    let contexte = Contexte { atlas: &atlas, today: date(2026, 11, 22), structures: &[] };
    lire_structure(saisie, None, &contexte).unwrap()
}

#[test]
fn a_structure_has_a_name_a_kind_and_numbers_that_hold() {
    let right = SaisieStructure {
        nom: "Clinique d'exemple".into(),
        kind: "clinique".into(),
        finess: "310021258".into(),
        siret: "732 829 320 00074".into(),
        canaux: vec![SaisieCanal::new(CanalKind::Telephone, "04 26 03 06 90")],
        contacts: vec![
            SaisieContact {
                nom: "Camille Exemple".into(),
                fonction: "Directrice".into(),
                ..SaisieContact::default()
            },
            SaisieContact::default(),
        ],
        ..SaisieStructure::default()
    };
    let lue = read_structure(&right).unwrap();
    assert_eq!((lue.kind, lue.finess.as_deref()), (StructureKind::Clinique, Some("310021258")));
    assert_eq!(lue.fiche.siret.as_deref(), Some("73282932000074"));
    assert_eq!((lue.fiche.contacts.len(), lue.fiche.canaux[0].valeur.as_str()), (1, "+33426030690"));
    let corsican = SaisieStructure { finess: "2A0000014".into(), ..right.clone() };
    assert_eq!(read_structure(&corsican).unwrap().alertes, [Alerte::Finess]);
    let wrong = SaisieStructure {
        nom: String::new(),
        kind: "château".into(),
        finess: "660000002".into(),
        siret: "73282932000075".into(),
        contacts: vec![SaisieContact { fonction: "Directrice".into(), ..SaisieContact::default() }],
        ..right
    };
    let fields: Vec<_> = read_structure(&wrong).unwrap_err().iter().map(|one| one.champ.nom).collect();
    assert_eq!(fields, ["nom", "kind", "finess", "siret", "contact_nom"]);
}
