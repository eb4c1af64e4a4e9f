//! Lines against what the CPTS knows: each trap of a spreadsheet, one by one.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::date;
use territory::CommuneCode;
use uuid::Uuid;

use super::champ::{Champ, ImportKind};
use super::ligne::{Contexte, Lue, lire};
use super::lot::{Comptes, Contenu, annuler};
use super::plan::{Choix, Cible, Connu, Plan, Verdict};
use super::regles::regles;
use super::remarque::{Rejet, Remarque};
use super::{plan, tableau};
use crate::communaute::{Accord, Annuaire, Personne, Statut, Structure, StructureKind};

fn perpignan(_: &str, town: &str) -> Option<CommuneCode> {
    town.to_lowercase().starts_with("perpignan").then(|| "66136".parse().unwrap())
}

fn table(text: &str) -> Vec<Vec<String>> {
    text.lines().map(|line| line.split(';').map(|cell| cell.trim().to_owned()).collect()).collect()
}

fn read(text: &str) -> Vec<Lue> {
    let (regles, table) = (regles().unwrap(), table(text));
    let titres = tableau::titres(&table, regles);
    let champs = tableau::deviner(&table, titres, regles);
    let contexte = Contexte {
        regles,
        kind: tableau::genre(&champs),
        champs: &champs,
        titres: titres.map_or(&[], |rank| &table[rank]),
        jour: date(2026, 11, 22),
        source: "liste.csv",
        capitales: tableau::capitales(&table, titres, &champs),
        lieu: &perpignan,
    };
    let start = titres.map_or(0, |rank| rank + 1);
    table.iter().enumerate().skip(start).filter_map(|(rank, row)| lire(rank + 1, row, &contexte)).collect()
}

struct Monde {
    annuaire: Annuaire,
    structures: Vec<Structure>,
    next: u128,
}

impl Monde {
    fn new() -> Self {
        Self { annuaire: Annuaire::default(), structures: Vec::new(), next: 1_000_000 }
    }

    fn plan(&mut self, text: &str, decisions: &[(usize, Choix)]) -> Plan {
        let mut next = self.next;
        let mut ids = || {
            next += 1;
            Uuid::from_u128(next)
        };
        let connu =
            Connu { annuaire: &self.annuaire, structures: &self.structures, at: Timestamp::UNIX_EPOCH };
        let decisions: BTreeMap<usize, Choix> = decisions.iter().copied().collect();
        let found = plan(connu, &read(text), &decisions, &mut ids).unwrap();
        self.next = next;
        found
    }

    /// Does what a plan says, as the database would.
    fn apply(&mut self, plan: &Plan) {
        let changed = plan
            .personnes_changees
            .iter()
            .map(|one| Personne { version: one.apres.version + 1, ..one.apres.clone() });
        let mut all: BTreeMap<_, _> = self.annuaire.iter().map(|one| (one.id, one.clone())).collect();
        all.extend(plan.personnes.iter().cloned().chain(changed).map(|one| (one.id, one)));
        self.annuaire = Annuaire::new(all.into_values());
        let mut all: BTreeMap<_, _> = self.structures.iter().map(|one| (one.id, one.clone())).collect();
        all.extend(plan.structures.iter().cloned().map(|one| (one.id, one)));
        all.extend(
            plan.structures_changees
                .iter()
                .map(|one| (one.apres.id, Structure { version: one.apres.version + 1, ..one.apres.clone() })),
        );
        self.structures = all.into_values().collect();
    }
}

const MEMBRES: &str = "\
Nom;Prénom;Profession;RPPS;Commune;Tél.;E-mail;Date d'adhésion
EXEMPLE;Camille;IDE;10101234564;66000 PERPIGNAN CEDEX;468000001;c@exemple.test;45211
Camille;EXEMPLE;infirmière;10101234564;;;c@exemple.test;
MODELE;Paul;kiné;10101234565;Nulle Part;06 00 00 00 02;;31/02/2025
;;;;;;;
TOTAL;3;;;;;;
Nom;Prénom;Profession;RPPS;Commune;Tél.;E-mail;Date d'adhésion
;Sans Nom;;;;;;
";

#[test]
fn each_line_says_what_becomes_of_it() {
    let mut monde = Monde::new();
    let plan = monde.plan(MEMBRES, &[]);
    let verdicts: Vec<_> = plan.lignes.iter().map(|line| (line.numero, line.verdict.clone())).collect();
    assert_eq!(
        verdicts,
        [
            (2, Verdict::Nouvelle),
            (3, Verdict::Repetee(2, vec![])),
            (4, Verdict::Nouvelle),
            (6, Verdict::Rejetee(Rejet::Total)),
            (7, Verdict::Rejetee(Rejet::Titres)),
            (8, Verdict::Rejetee(Rejet::SansNom)),
        ]
    );
    let camille = &plan.personnes[0];
    assert_eq!((camille.nom.as_str(), camille.prenom.as_str()), ("Exemple", "Camille"));
    assert_eq!(camille.profession.as_deref(), Some("60"));
    assert_eq!(camille.statut_on(date(2023, 10, 12)), Some(Statut::Adherent));
    assert_eq!(camille.fiche.exercices[0].code_postal, "66000");
    assert_eq!(camille.fiche.exercices[0].commune, Some("66136".parse().unwrap()));
    assert_eq!(plan.lignes[0].remarques, [Remarque::ZeroRendu("04 68 00 00 01".into())]);
    assert_eq!(plan.lignes[1].remarques, [Remarque::Inverse]);
    assert_eq!(
        plan.lignes[2].remarques,
        [
            Remarque::RppsCle,
            Remarque::CommuneInconnue("Nulle Part".into()),
            Remarque::DateIllisible(Champ::DateAdhesion, "31/02/2025".into()),
        ]
    );
    assert_eq!(plan.personnes[1].rpps, None);
}

#[test]
fn the_same_file_twice_changes_nothing_and_taking_it_back_leaves_nothing() {
    let mut monde = Monde::new();
    let first = monde.plan(MEMBRES, &[]);
    monde.apply(&first);
    let again = monde.plan(MEMBRES, &[]);
    assert!(again.is_empty(), "{:?}", Comptes::of(&again));
    assert_eq!(Comptes::of(&again).indecises, 0);
    let contenu = Contenu::of(&first, Vec::new(), Vec::new());
    let at = Timestamp::UNIX_EPOCH;
    let back = annuler(&contenu, (&monde.annuaire, &monde.structures), &Default::default(), at);
    assert_eq!((back.personnes.len(), back.gardees.len()), (2, 0));
    assert!(back.personnes.iter().all(|one| one.removed_at == Some(at)));
}

#[test]
fn a_completed_sheet_goes_back_to_what_it_was_unless_somebody_changed_it() {
    let mut monde = Monde::new();
    monde.apply(&monde_plan("Nom;Prénom;RPPS\nEXEMPLE;Camille;10101234564\n", &mut Monde::new()));
    let before = monde.annuaire.iter().next().unwrap().clone();
    let second = monde.plan("Nom;Prénom;RPPS;E-mail\nEXEMPLE;Camille;10101234564;c@exemple.test\n", &[]);
    assert_eq!(second.lignes[0].verdict, Verdict::Complete(before.id, vec![Champ::Courriel]));
    monde.apply(&second);
    let contenu = Contenu::of(&second, Vec::new(), Vec::new());
    let undo =
        |monde: &Monde| annuler(&contenu, (&monde.annuaire, &[]), &Default::default(), Timestamp::UNIX_EPOCH);
    let back = undo(&monde);
    assert_eq!(back.personnes[0].fiche, before.fiche);
    let mut changed = monde.annuaire.iter().next().unwrap().clone();
    changed.version += 1;
    monde.annuaire = Annuaire::new([changed]);
    let back = undo(&monde);
    assert_eq!((back.personnes.len(), back.gardees), (0, vec![before.id]));
}

fn monde_plan(text: &str, monde: &mut Monde) -> Plan {
    monde.plan(text, &[])
}

#[test]
fn a_homonym_waits_for_a_decision_and_each_one_is_followed() {
    let mut monde = Monde::new();
    monde.apply(&monde_plan("Nom;Prénom;Profession\nEXEMPLE;Camille;IDE\n", &mut Monde::new()));
    let id = monde.annuaire.iter().next().unwrap().id;
    let text = "Nom;Prénom;E-mail\nExemple;Camille;autre@exemple.test\n";
    let waiting = monde.plan(text, &[]);
    assert_eq!(waiting.indecises().count(), 1);
    assert!(waiting.is_empty());
    let attached = monde.plan(text, &[(2, Choix::Rattacher(Cible::Fiche(id)))]);
    assert_eq!((attached.personnes.len(), attached.personnes_changees.len()), (0, 1));
    let made = monde.plan(text, &[(2, Choix::Creer)]);
    assert_eq!((made.personnes.len(), made.personnes_changees.len()), (1, 0));
    assert!(monde.plan(text, &[(2, Choix::Laisser)]).is_empty());
    let gone = Choix::Rattacher(Cible::Ligne(99));
    assert_eq!(monde.plan(text, &[(2, gone)]).indecises().count(), 1, "a sheet that is not proposed");
}

#[test]
fn a_number_copied_on_the_wrong_line_is_doubtful() {
    let text = "Nom;Prénom;RPPS\nEXEMPLE;Camille;10101234564\nMODELE;Paul;10101234564\n";
    let plan = Monde::new().plan(text, &[]);
    assert!(matches!(plan.lignes[1].verdict, Verdict::Douteuse(..)));
    let made = Monde::new().plan(text, &[(3, Choix::Creer)]);
    assert_eq!(made.personnes.len(), 2);
    assert_eq!(made.personnes[1].rpps, None, "a number is of one person");
}

#[test]
fn people_of_one_practice_share_a_telephone_without_a_question() {
    let text = "Nom;Prénom;Tél.\nEXEMPLE;Camille;0468000001\nMODELE;Paul;0468000001\n";
    assert_eq!(Monde::new().plan(text, &[]).personnes.len(), 2);
}

#[test]
fn structures_among_people_are_structures_and_contacts_are_steps() {
    let text = "\
Nom;Prénom;Profession;Commune;Contacté le;Par;Canal;Réponse;Relance
Pharmacie du Marché;;;Perpignan;12/03/2026;;;;
EXEMPLE;Camille;IDE;Perpignan;12/03/2026;la coordinatrice;téléphone;oui;
MODELE;Paul;MK;Perpignan;13/03/2026;;mail;rappeler en mai;12/05/2026
TYPE;Anne;SF;Perpignan;14/03/2026;;;non;
";
    let plan = Monde::new().plan(text, &[]);
    assert_eq!(plan.structures.len(), 1);
    assert_eq!(plan.structures[0].kind, StructureKind::Pharmacie);
    let statuses: Vec<Statut> = plan.personnes.iter().map(|one| one.statut).collect();
    assert_eq!(statuses, [Statut::Interesse, Statut::Contacte, Statut::Sorti]);
    let steps = &plan.personnes[0].fiche.parcours;
    assert_eq!(steps[0].motif.as_deref(), Some("par la coordinatrice, téléphone"));
    let kept = plan.personnes[1].fiche.remarque.as_deref();
    assert_eq!(kept, Some("Réponse\u{a0}: rappeler en mai\nRelance\u{a0}: 12/05/2026"));
}

#[test]
fn agreements_have_a_day_of_signature_and_an_end_that_follows() {
    let text = "\
Structure;FINESS/SIRET;Contact;Tél.;Signée le;Fin
EHPAD Les Tilleuls;310021258;Mme Exemple;04 68 00 00 01;12/03/2024;11/03/2027
EHPAD Les Tilleuls;310021258;;;01/01/2020;31/12/2020
DAC du Val;73282932000074;;;12/03/2024;
Clinique du Parc;660000002;;;12/03/2024;
Mairie;;;;;12/03/2027
CLS du Val;;;;12/03/2027;12/03/2026
";
    let plan = Monde::new().plan(text, &[]);
    let tilleuls = &plan.structures[0];
    assert_eq!(tilleuls.fiche.conventions.len(), 2);
    assert_eq!(tilleuls.fiche.conventions[0].signee, date(2020, 1, 1), "the oldest first");
    assert_eq!(tilleuls.fiche.contacts[0].canaux.len(), 1);
    assert_eq!(plan.lignes[1].remarques, [Remarque::ConventionFinie]);
    assert_eq!(plan.structures[1].fiche.siret.as_deref(), Some("73282932000074"));
    assert_eq!(plan.lignes[3].remarques, [Remarque::FinessFaux("660000002".into())]);
    assert_eq!(plan.lignes[4].verdict, Verdict::Rejetee(Rejet::SansSignature));
    assert_eq!(plan.lignes[5].verdict, Verdict::Rejetee(Rejet::FinAvantDebut));
}

#[test]
fn a_cancelled_order_is_no_membership_and_the_payer_is_not_always_the_member() {
    let text = "\
Référence commande;Date de la commande;Statut de la commande;Nom adhérent;Prénom adhérent;Nom payeur;Prénom payeur;Email payeur;Montant tarif
1;12/03/2026 10:00;Validé;EXEMPLE;Camille;EXEMPLE;Camille;c@exemple.test;20,00
2;12/03/2026 10:05;Annulé;MODELE;Paul;MODELE;Paul;p@exemple.test;20,00
3;12/03/2026 10:10;Validé;TYPE;Anne;EXEMPLE;Camille;c@exemple.test;20,00
";
    let lues = read(text);
    assert_eq!(lues[1].sujet, Err(Rejet::Commande("Annulé".into())));
    let plan = Monde::new().plan(text, &[]);
    assert_eq!(plan.personnes.len(), 2);
    assert_eq!(plan.personnes[0].fiche.canaux.len(), 1);
    assert_eq!(plan.personnes[0].fiche.parcours[0].motif.as_deref(), Some("cotisation\u{a0}: 20,00"));
    assert!(plan.personnes[1].fiche.canaux.is_empty());
    assert_eq!(plan.lignes[2].remarques, [Remarque::AutrePayeur]);
    assert_eq!(tableau::genre(&[Champ::NomPayeur]), ImportKind::Helloasso);
}

#[test]
fn an_opposition_is_heard_and_never_taken_back_by_a_file() {
    let mut monde = Monde::new();
    monde.apply(&monde_plan("Nom;Prénom;E-mail\nEXEMPLE;Camille;c@exemple.test\n", &mut Monde::new()));
    let text = "Nom;Prénom;E-mail;Oppositions\nEXEMPLE;Camille;c@exemple.test;c@exemple.test\n";
    let heard = monde.plan(text, &[]);
    assert_eq!(heard.personnes_changees[0].apres.fiche.canaux[0].accord, Accord::Refuse);
    monde.apply(&heard);
    assert!(monde.plan("Nom;Prénom;E-mail\nEXEMPLE;Camille;c@exemple.test\n", &[]).is_empty());
}

#[test]
fn a_social_security_number_is_never_kept() {
    let text = format!("Nom;Prénom;Remarque\nEXEMPLE;Camille;{}\n", super::NUMERO_RETIRE);
    assert_eq!(read(&text)[0].sujet, Err(Rejet::NumeroSecu));
}
