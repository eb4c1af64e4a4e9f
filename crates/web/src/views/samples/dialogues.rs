//! Samples of the vault and of yearly dialogues.

use std::collections::BTreeMap;

use app::Institution;
use app::dialogues::{DialogueLu, Recu, RecuLigne};
use app::preuves::{Arrivee, PreuveLue};
use domain::aci::contrat::{ContratLu, alertes};
use domain::aci::dialogue::{
    Cloture, Destinataire, Dialogue, DialogueFiche, Envoi, EtatDialogue, Position, Reouverture, Sources,
    rediger,
};
use domain::aci::indicateur::{
    Forme, Indicateur, IndicateurFiche, Mesure, Nature, Nombre, Palier, Sens, SourceValeur, Valeur,
};
use domain::aci::preuve::{EtatPreuve, OriginePreuve, Preuve, PreuveFiche, Retrait, TypePreuve};
use domain::authz::{Author, InstitutionKind};
use domain::ids::{
    ContratId, CptsId, DepotId, DestinataireId, DialogueId, DossierId, IndicateurId, InstitutionId, PieceId,
    PositionId, PreuveId, ReunionId,
};
use domain::montant::Montant;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::{Sample, contrats, sample};
use crate::views::dialogues::{self, Droits, Lieux, formulaires, recu};
use crate::views::preuves::{self, Coffre, Filtre};
use crate::views::{Page, Section};

const VAULT: &str = "/c/1/contrats/3/preuves";
const YEAR: &str = "/c/1/contrats/3/dialogues/1";
const GIVEN: &str = "/i/7/dialogues";
const TODAY: Date = date(2026, 11, 22);
const DROITS: Droits = Droits { edit: true, send: true, preuves: true };
const LIEUX: Lieux<'_> = Lieux { url: YEAR, preuves: VAULT };

fn page(title: &str) -> Page {
    Page::of_cpts("1", "CPTS de la Vallée Verte", Section::Contrat, title)
}

fn by() -> Author {
    Author::System("essai".into())
}

fn indicateur(rank: u128, intitule: &str, forme: Forme, values: &[(Valeur, Date)]) -> Indicateur {
    let measure = |(valeur, le): &(Valeur, Date)| Mesure {
        valeur: *valeur,
        le: *le,
        source: "Requête de la CPAM".into(),
        by: by(),
        at: Timestamp::UNIX_EPOCH,
    };
    Indicateur {
        id: IndicateurId(Uuid::from_u128(rank)),
        contrat: ContratId(Uuid::from_u128(3)),
        annee: 1,
        mission: "acces".into(),
        intitule: intitule.into(),
        fiche: IndicateurFiche {
            objectif: "Faciliter l'accès à un médecin traitant".into(),
            lie_a: None,
            nature: Nature::Resultat,
            forme,
            unite: "patients".into(),
            initiale: Some(Nombre::entier(219)),
            variation: None,
            montant: Montant::euros(9_000),
            preuves: "Données locales de la CPAM".into(),
            source: SourceValeur::Cpam,
            reprend: None,
            mesures: values.iter().map(measure).collect(),
            commentaire: "Deux médecins sont arrivés en mars.".into(),
            promesse: "Descendre sous 50 patients".into(),
        },
        ordre: 0,
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
        removed_at: None,
    }
}

fn indicateurs() -> Vec<Indicateur> {
    let palier = |borne, euros| Palier { borne: Nombre::entier(borne), montant: Montant::euros(euros) };
    let tiers = Forme::Paliers {
        sens: Sens::AuPlus,
        paliers: vec![palier(50, 9_000), palier(100, 6_000), palier(219, 3_000)],
    };
    let value = |value, month| (Valeur::Nombre(Nombre::entier(value)), date(2026, month, 1));
    vec![
        indicateur(1, "Patients en ALD sans médecin traitant", tiers, &[value(150, 1), value(90, 4)]),
        indicateur(2, "Annuaire publié", Forme::OuiNon, &[(Valeur::Oui, date(2026, 3, 1))]),
        indicateur(3, "Suivi du service d'accès aux soins", Forme::Texte, &[]),
    ]
}

fn preuve(rank: u128, titre: &str, origine: OriginePreuve, shown: &[u128]) -> Preuve {
    Preuve {
        id: PreuveId(Uuid::from_u128(rank)),
        contrat: ContratId(Uuid::from_u128(3)),
        kind: TypePreuve::Requete,
        titre: titre.into(),
        le: date(2026, 4, 1),
        piece: PieceId(Uuid::from_u128(rank)),
        sha256: "5f".repeat(32),
        fiche: PreuveFiche {
            origine,
            fichier: "requete.pdf".into(),
            media_type: "application/pdf".into(),
            octets: 48_210,
            indicateurs: shown.iter().map(|id| IndicateurId(Uuid::from_u128(*id))).collect(),
            retrait: None,
        },
        by: by(),
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
    }
}

fn vault() -> Vec<(Preuve, EtatPreuve)> {
    let sealed = OriginePreuve::CompteRendu {
        reunion: ReunionId(Uuid::from_u128(8)),
        numero: 1,
        sceau: "a1".repeat(32),
    };
    let mut gone = preuve(6, "Article en double", OriginePreuve::Fichier, &[]);
    gone.fiche.retrait =
        Some(Retrait { motif: "Déjà au coffre".into(), by: by(), at: Timestamp::UNIX_EPOCH });
    vec![
        (preuve(4, "Requête d'avril", OriginePreuve::Fichier, &[1]), EtatPreuve::Intacte),
        (preuve(5, "Compte rendu du groupe Accès", sealed, &[2]), EtatPreuve::Alteree),
        (gone, EtatPreuve::Retiree),
    ]
}

fn arrivee() -> Arrivee {
    Arrivee {
        origine: OriginePreuve::Depot {
            dossier: DossierId(Uuid::from_u128(9)),
            depot: DepotId(Uuid::from_u128(10)),
            sceau: "b2".repeat(32),
        },
        kind: TypePreuve::Dossier,
        titre: "Projet de santé, version 2".into(),
        le: date(2026, 5, 4),
    }
}

fn institution() -> Institution {
    Institution {
        id: InstitutionId(Uuid::from_u128(7)),
        kind: InstitutionKind::Cpam,
        name: "CPAM du Département imaginaire".into(),
        fictitious: true,
        region: None,
    }
}

fn envoi() -> Envoi {
    Envoi { numero: 1, at: Timestamp::UNIX_EPOCH, by: by(), sha256: "c3".repeat(32) }
}

fn position() -> Position {
    Position {
        id: PositionId(Uuid::from_u128(12)),
        dialogue: DialogueId(Uuid::from_u128(11)),
        destinataire: DestinataireId(Uuid::from_u128(13)),
        institution: institution().id,
        indicateur: IndicateurId(Uuid::from_u128(1)),
        numero: 1,
        accepte: Montant::euros(3_000),
        motif: "La requête nationale compte 110 patients".into(),
        by: by(),
        at: Timestamp::UNIX_EPOCH,
        version: 1,
    }
}

/// The dialogue of the first year: prepared, sent and contested, or closed.
fn lu(contrat: &ContratLu, etat: EtatDialogue) -> Option<DialogueLu> {
    let (indicateurs, preuves) = (indicateurs(), vault());
    let mut fiche = DialogueFiche::default();
    fiche.textes.insert("synthese".into(), "Une année de mise en route.".into());
    if etat == EtatDialogue::Clos {
        let retenus = [(IndicateurId(Uuid::from_u128(1)), Montant::euros(3_000))];
        let retenus = retenus.into();
        let at = Timestamp::UNIX_EPOCH;
        let cloture = Cloture { le: date(2026, 6, 15), by: by(), at, retenus };
        let motif = "Un montant était celui d'un autre indicateur".into();
        fiche.rouvertures.push(Reouverture { motif, by: by(), at, cloture: cloture.clone() });
        fiche.cloture = Some(cloture);
    }
    let sources = Sources {
        cpts: ("CPTS de la Vallée Verte", true),
        contrat,
        annee: 1,
        indicateurs: &indicateurs,
        preuves: &preuves,
        fiche: &fiche,
        jour: TODAY,
        numero: None,
    };
    let (redige, envoye) = (rediger(&sources)?, rediger(&Sources { numero: Some(1), ..sources })?);
    let sent = etat != EtatDialogue::Preparation;
    let given = Destinataire {
        id: DestinataireId(Uuid::from_u128(13)),
        cpts: CptsId(Uuid::from_u128(1)),
        dialogue: DialogueId(Uuid::from_u128(11)),
        institution: institution().id,
        since: Timestamp::UNIX_EPOCH,
        until: None,
        by: by(),
        version: 1,
    };
    let dialogue = Dialogue {
        id: DialogueId(Uuid::from_u128(11)),
        contrat: contrat.contrat.id,
        annee: 1,
        etat,
        fiche,
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
    };
    Some(DialogueLu {
        contrat: contrat.clone(),
        dialogue: Some(dialogue),
        redige,
        indicateurs,
        envois: if sent { vec![(envoi(), "Camille Exemple".into())] } else { Vec::new() },
        envoye: sent.then_some(envoye),
        destinataires: if sent { vec![(given, institution())] } else { Vec::new() },
        positions: if sent { vec![position()] } else { Vec::new() },
    })
}

fn received(lu: &DialogueLu) -> Option<Recu> {
    let ligne = RecuLigne {
        cpts: "CPTS de la Vallée Verte".into(),
        dialogue: lu.dialogue.clone()?,
        envoi: envoi(),
        redige: lu.envoye.clone()?,
        positions: vec![position()],
    };
    Some(Recu { ligne, institution: institution(), envois: vec![envoi()], clos: false })
}

fn of_vault() -> Vec<Sample> {
    let (all, lines, filtre) = (vault(), indicateurs(), Filtre::default());
    let arrived = [arrivee()];
    let coffre = Coffre { preuves: &all, indicateurs: &lines, arrivees: Some(&arrived), filtre: &filtre };
    let empty = Coffre { preuves: &[], arrivees: Some(&[]), ..coffre.clone() };
    let one = |rank: usize, retire_par: &str| PreuveLue {
        preuve: all[rank].0.clone(),
        etat: all[rank].1,
        auteur: "Camille Exemple".into(),
        retire_par: retire_par.into(),
    };
    let shown = |lue: &PreuveLue| preuves::une(page("Preuve"), (VAULT, "/c/1"), (lue, &lines), true);
    vec![
        sample("preuves", "Coffre des preuves", &preuves::liste(page("Preuves"), VAULT, &coffre)),
        sample("preuves-vide", "Coffre vide", &preuves::liste(page("Preuves"), VAULT, &empty)),
        sample("preuve", "Une preuve", &shown(&one(0, ""))),
        sample("preuve-alteree", "Une preuve altérée", &shown(&one(1, ""))),
        sample("preuve-retiree", "Une preuve retirée", &shown(&one(2, "Camille Exemple"))),
        sample(
            "preuve-nouvelle",
            "Ajouter une preuve",
            &preuves::nouvelle(page("Ajouter une preuve"), VAULT, &lines, ("", &[])),
        ),
        sample(
            "preuve-arrivee",
            "Une preuve arrivée d'elle-même",
            &preuves::arrivee(page("Projet de santé"), VAULT, &arrivee(), &lines),
        ),
    ]
}

fn of_dialogues(contrat: &ContratLu) -> Option<Vec<Sample>> {
    let pressing = alertes(contrat, TODAY).ok()?;
    let (open, sent) = (lu(contrat, EtatDialogue::Preparation)?, lu(contrat, EtatDialogue::Envoye)?);
    let closed = lu(contrat, EtatDialogue::Clos)?;
    let year =
        |lu: &DialogueLu| dialogues::annee(page("Dialogue de gestion"), LIEUX, (lu, &pressing), DROITS);
    let all = [closed.dialogue.clone()?];
    let list =
        dialogues::liste(page("Dialogues de gestion"), "/c/1/contrats/3/dialogues", (contrat, &all), TODAY);
    let (one, line) = (open.indicateurs.first()?, open.redige.lignes().next()?);
    let value = formulaires::indicateur(page("Noter une valeur"), LIEUX, (one, line), true);
    let report = formulaires::rapport(page("Rapport d'activité"), LIEUX, (&open.redige, 1), &BTreeMap::new());
    let send = formulaires::envoyer(page("Envoyer le dossier"), LIEUX, &open, (&[institution()], &[]));
    let frozen = sent.envoye.clone()?;
    let close =
        formulaires::cloture(page("Clore le dialogue"), LIEUX, (&sent, &frozen), ("", &BTreeMap::new()));
    let got = received(&sent)?;
    let inside = |title: &str| Page::new(Section::Dossiers, title);
    let base = format!("{GIVEN}/11");
    let line = got.ligne.redige.lignes().next()?;
    Some(vec![
        sample("dialogues", "Dialogues de gestion", &list),
        sample("dialogue-preparation", "Dialogue en préparation", &year(&open)),
        sample("dialogue-envoye", "Dialogue envoyé et contesté", &year(&sent)),
        sample("dialogue-clos", "Dialogue clos", &year(&closed)),
        sample("dialogue-valeur", "Noter une valeur", &value),
        sample("dialogue-rapport", "Rapport d'activité", &report),
        sample("dialogue-envoyer", "Envoyer le dossier", &send),
        sample("dialogue-cloture", "Clore le dialogue", &close),
        sample(
            "dialogues-recus",
            "Dialogues reçus",
            &recu::liste(inside("Dialogues de gestion"), GIVEN, std::slice::from_ref(&got.ligne)),
        ),
        sample("dialogue-recu", "Dialogue reçu", &recu::un(inside("Dialogue reçu"), &base, &got, true)),
        sample(
            "dialogue-position",
            "Se prononcer",
            &recu::position(inside("Se prononcer"), &base, (&got, line)),
        ),
    ])
}

pub(super) fn samples() -> Vec<Sample> {
    let mut all = of_vault();
    all.extend(contrats::contrat().and_then(|contrat| of_dialogues(&contrat)).unwrap_or_default());
    all
}
