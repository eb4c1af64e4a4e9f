//! Where people practise and what structures are, as lines say it.

use jiff::Timestamp;
use territory::text::search_key;
use uuid::Uuid;

use super::cellules;
use super::champ::{Champ, ImportKind};
use super::ligne::{Contexte, Rangee, note};
use super::remarque::{Rejet, Remarque};
use crate::communaute::saisie::is_mssante;
use crate::communaute::{
    Accord, Canal, CanalKind, Contact, Convention, Exercice, Structure, StructureFiche, StructureKind,
};
use crate::ids::StructureId;
use crate::texte::Siret;

type Suite<'a, 'b> = (&'a Contexte<'a>, &'b mut Vec<Remarque>);

/// A structure that the line of a person names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StructureDite {
    /// Name.
    pub nom: String,
    /// Kind, by its first words.
    pub kind: StructureKind,
    /// Number.
    pub finess: Option<String>,
}

/// The places of practice of a line, and the structure that each names.
pub(super) fn exercices(
    rangee: &Rangee<'_>,
    (contexte, remarques): Suite<'_, '_>,
) -> (Vec<Exercice>, Vec<Option<StructureDite>>) {
    let columns = [Champ::Adresse, Champ::Commune, Champ::CodePostal, Champ::Structure, Champ::Mode];
    let most = columns.into_iter().map(|champ| rangee.combien(champ)).max().unwrap_or_default();
    let (mut places, mut structures) = (Vec::new(), Vec::new());
    for rang in 0..most {
        let (place, structure) = exercice(rangee, rang, (contexte, remarques));
        if place != Exercice::default() || structure.is_some() {
            places.push(place);
            structures.push(structure);
        }
    }
    (places, structures)
}

fn exercice(
    rangee: &Rangee<'_>,
    rang: usize,
    (contexte, remarques): Suite<'_, '_>,
) -> (Exercice, Option<StructureDite>) {
    let of = |champ| rangee.nieme(champ, rang);
    let mut place =
        situe(of(Champ::Adresse), (of(Champ::CodePostal), of(Champ::Commune)), (contexte, remarques));
    let typed = of(Champ::Mode);
    place.mode = contexte.regles.mode(typed);
    if place.mode.is_none() && !typed.is_empty() {
        remarques.push(Remarque::ModeInconnu(typed.to_owned()));
    }
    let nom = of(Champ::Structure);
    let kind = contexte.regles.structure(nom);
    // « Cabinet » alone names nothing.
    let generic = kind.is_some() && !search_key(nom).contains(' ');
    if generic || search_key(nom).is_empty() {
        return (place, None);
    }
    let finess = if rang == 0 { numero_finess(rangee, remarques) } else { None };
    (place, Some(StructureDite { nom: nom.to_owned(), kind: kind.unwrap_or(StructureKind::Cabinet), finess }))
}

/// An address as the sheets keep it.
fn situe(adresse: &str, (code, town): (&str, &str), (contexte, remarques): Suite<'_, '_>) -> Exercice {
    let (code_postal, commune) = cellules::lieu(code, town, adresse);
    let found = (contexte.lieu)(&code_postal, &commune);
    let mut street = if code.is_empty() && town.is_empty() {
        cellules::rue(adresse, &code_postal)
    } else {
        adresse.to_owned()
    };
    if found.is_none() && !commune.is_empty() {
        remarques.push(Remarque::CommuneInconnue(commune.clone()));
        // What is written is not lost: the town stays in the address.
        street = [street.as_str(), commune.as_str()]
            .iter()
            .filter(|part| !part.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join(", ");
    }
    Exercice { adresse: street, code_postal, commune: found, ..Exercice::default() }
}

fn numero_finess(rangee: &Rangee<'_>, remarques: &mut Vec<Remarque>) -> Option<String> {
    let cell = rangee.un(Champ::Finess);
    let digits = cell.chars().filter(|c| c.is_alphanumeric()).count();
    if cell.is_empty() || digits == 14 {
        return None;
    }
    let found = cellules::finess(cell);
    if found.is_none() {
        remarques.push(Remarque::FinessFaux(cell.to_owned()));
    }
    found
}

fn numero_siret(rangee: &Rangee<'_>, remarques: &mut Vec<Remarque>) -> Option<String> {
    // A column « FINESS / SIRET » holds either.
    let both =
        Some(rangee.un(Champ::Finess)).filter(|cell| cell.chars().filter(char::is_ascii_digit).count() == 14);
    let cell = Some(rangee.un(Champ::Siret)).filter(|cell| !cell.is_empty()).or(both)?;
    match Siret::parse(cell) {
        Ok(siret) => Some(siret.as_str().to_owned()),
        Err(_) => {
            remarques.push(Remarque::SiretFaux(cell.to_owned()));
            None
        }
    }
}

fn canaux(rangee: &Rangee<'_>, (contexte, remarques): Suite<'_, '_>) -> Vec<Canal> {
    let mut found: Vec<Canal> = Vec::new();
    let mut add = |kind, valeur: String| {
        if !found.iter().any(|one: &Canal| one.valeur == valeur) {
            found.push(Canal {
                kind,
                valeur,
                accord: Accord::Inconnu,
                rebond: None,
                source: contexte.source.to_owned(),
                depuis: contexte.jour,
            });
        }
    };
    for cell in rangee.tous(Champ::Telephone) {
        cellules::telephones(cell, remarques).into_iter().for_each(|one| add(CanalKind::Telephone, one));
    }
    for cell in rangee.tous(Champ::Courriel).chain(rangee.tous(Champ::Mssante)) {
        for address in cellules::courriels(cell, remarques) {
            let secured = is_mssante(&address);
            add(if secured { CanalKind::Mssante } else { CanalKind::Courriel }, address);
        }
    }
    found
}

/// The structure of a line.
pub(super) fn structure(
    numero: usize,
    nom: &str,
    rangee: &Rangee<'_>,
    (contexte, remarques): Suite<'_, '_>,
) -> Result<Structure, Rejet> {
    let nom = nom.split_whitespace().collect::<Vec<_>>().join(" ");
    if search_key(&nom).is_empty() {
        return Err(Rejet::SansNom);
    }
    let typed = rangee.un(Champ::StructureType);
    let labelled =
        StructureKind::ALL.iter().find(|kind| search_key(kind.label()) == search_key(typed)).copied();
    let kind =
        labelled.or_else(|| contexte.regles.structure(typed)).or_else(|| contexte.regles.structure(&nom));
    let convention = convention(rangee, (contexte, remarques))?;
    let address = (rangee.un(Champ::CodePostal), rangee.un(Champ::Commune));
    let place = situe(rangee.un(Champ::Adresse), address, (contexte, remarques));
    let mut fiche = StructureFiche {
        adresse: place.adresse,
        code_postal: place.code_postal,
        siret: numero_siret(rangee, remarques),
        source: contexte.source.to_owned(),
        conventions: convention.into_iter().collect(),
        ..StructureFiche::default()
    };
    let canaux = canaux(rangee, (contexte, remarques));
    let contact = rangee.un(Champ::Contact);
    if contact.is_empty() {
        fiche.canaux = canaux;
    } else {
        let fonction = rangee.un(Champ::Fonction).to_owned();
        fiche.contacts.push(Contact { personne: None, nom: contact.to_owned(), fonction, canaux });
    }
    for (champ, label) in [
        (Champ::Remarque, ""),
        (Champ::ContacteLe, "Contacté le\u{a0}: "),
        (Champ::Reponse, "Réponse\u{a0}: "),
        (Champ::Relance, "Relance\u{a0}: "),
    ] {
        if !rangee.un(champ).is_empty() {
            note(&mut fiche.remarque, &format!("{label}{}", rangee.un(champ)));
        }
    }
    Ok(Structure {
        id: StructureId(Uuid::from_u128(numero as u128)),
        nom,
        kind: kind.unwrap_or(StructureKind::Autre),
        finess: numero_finess(rangee, remarques),
        commune: place.commune,
        fiche,
        created_at: Timestamp::UNIX_EPOCH,
        changed_at: Timestamp::UNIX_EPOCH,
        version: 1,
        removed_at: None,
    })
}

fn convention(
    rangee: &Rangee<'_>,
    (contexte, remarques): Suite<'_, '_>,
) -> Result<Option<Convention>, Rejet> {
    let (signed, end) = (rangee.un(Champ::SigneeLe), rangee.un(Champ::Fin));
    let said = !signed.is_empty() || !end.is_empty();
    if !said || contexte.kind != ImportKind::Conventions {
        return Ok(None);
    }
    // Without its day of signature an agreement proves nothing.
    let signee = cellules::jour(signed).ok_or(Rejet::SansSignature)?;
    let fin = cellules::jour(end);
    if fin.is_none() && !end.is_empty() {
        remarques.push(Remarque::DateIllisible(Champ::Fin, end.to_owned()));
    }
    if fin.is_some_and(|last| last < signee) {
        return Err(Rejet::FinAvantDebut);
    }
    if fin.is_some_and(|last| last < contexte.jour) {
        remarques.push(Remarque::ConventionFinie);
    }
    let objet = rangee.un(Champ::Objet);
    let objet = if objet.is_empty() { "Convention de partenariat" } else { objet };
    Ok(Some(Convention { objet: objet.to_owned(), signee, fin, piece: None }))
}
