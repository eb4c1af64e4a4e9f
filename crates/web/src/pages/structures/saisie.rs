//! The form of a structure: adding, correcting.

use app::communaute::StructureError;
use axum::extract::State;
use axum::response::Response;
use domain::authz::{Allowed, EditCommunaute, ReadCommunaute};
use domain::communaute::saisie::{SaisieCanal, SaisieContact, SaisieStructure};
use domain::communaute::{CanalKind, Structure};

use super::StructurePath;
use crate::access::{Can, Path};
use crate::fields::{Fields, Query};
use crate::pages::personnes::alertes::with_alertes;
use crate::pages::personnes::saisie::{canaux, version, zeros};
use crate::pages::personnes::{CHANGED, conflict, titled, under, unprocessable};
use crate::pages::{Page, Place, go, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::components::{Link, Notice, Tone};
use crate::views::structures::form::{self, Formulaire};

/// The kinds of channels that the fields of a contact have, in order.
const CONTACT: [CanalKind; 2] = [CanalKind::Courriel, CanalKind::Telephone];

fn contact(fields: &Fields, rang: usize, before: usize) -> SaisieContact {
    let of = |name| fields.all(name).nth(rang).unwrap_or_default().to_owned();
    let values = [of("contact_courriel"), of("contact_telephone")];
    let canaux = CONTACT.into_iter().zip(values).zip(before..);
    SaisieContact {
        nom: of("contact_nom"),
        fonction: of("contact_fonction"),
        personne: of("contact_personne").parse().ok(),
        canaux: canaux.map(|((kind, value), rank)| (rank, SaisieCanal::new(kind, value))).collect(),
    }
}

fn typed(fields: &Fields) -> SaisieStructure {
    let text = |name| fields.text(name).to_owned();
    let canaux = canaux(fields);
    let contacts = fields.all("contact_nom").count();
    SaisieStructure {
        nom: text("nom"),
        kind: text("kind"),
        finess: text("finess"),
        siret: text("siret"),
        adresse: text("adresse"),
        code_postal: text("code_postal"),
        commune: text("commune"),
        source: text("source"),
        remarque: text("remarque"),
        contacts: (0..contacts)
            .map(|rang| contact(fields, rang, canaux.len() + CONTACT.len() * rang))
            .collect(),
        canaux,
        confirmes: fields.all("confirme").map(str::to_owned).collect(),
    }
}

fn of_structure(one: &Structure, atlas: &territory::Atlas) -> SaisieStructure {
    let fiche = &one.fiche;
    let name = |code| atlas.commune(code).map_or_else(|| code.to_string(), |found| found.name.clone());
    let contacts = fiche.contacts.iter().map(|contact| SaisieContact {
        nom: contact.nom.clone(),
        fonction: contact.fonction.clone(),
        personne: contact.personne,
        canaux: contact.canaux.iter().map(|canal| (0, SaisieCanal::from(canal))).collect(),
    });
    SaisieStructure {
        nom: one.nom.clone(),
        kind: one.kind.key().to_owned(),
        finess: one.finess.clone().unwrap_or_default(),
        siret: fiche.siret.clone().unwrap_or_default(),
        adresse: fiche.adresse.clone(),
        code_postal: fiche.code_postal.clone(),
        commune: one.commune.map(name).unwrap_or_default(),
        source: fiche.source.clone(),
        remarque: fiche.remarque.clone().unwrap_or_default(),
        canaux: fiche.canaux.iter().map(SaisieCanal::from).collect(),
        contacts: contacts.collect(),
        confirmes: Vec::new(),
    }
}

/// Room for one more channel and one more contact.
fn with_room(mut saisie: SaisieStructure) -> SaisieStructure {
    if saisie.canaux.is_empty() {
        let usual = [CanalKind::Courriel, CanalKind::Telephone];
        saisie.canaux.extend(usual.map(|kind| SaisieCanal::new(kind, "")));
    } else if saisie.canaux.last().is_some_and(|canal| !canal.valeur.is_empty()) {
        saisie.canaux.push(SaisieCanal::new(CanalKind::Courriel, ""));
    }
    let full = |one: &SaisieContact| !one.nom.is_empty() || one.personne.is_some();
    if saisie.contacts.last().is_none_or(full) {
        saisie.contacts.push(SaisieContact::default());
    }
    saisie
}

async fn people(web: &Web, read: &Allowed<ReadCommunaute>) -> Page<Vec<(String, String)>> {
    let annuaire = web.app.annuaire(read).await?;
    let mut all: Vec<_> = annuaire.iter().map(|one| (one.id.to_string(), one.nom_liste())).collect();
    all.sort_by_key(|(_, name)| territory::text::search_key(name));
    Ok(all)
}

async fn new_page(web: &Web, read: &Allowed<ReadCommunaute>, mut form: Formulaire) -> Page<SheetView> {
    let place = place(web, read).await?;
    form.people = people(web, read).await?;
    form.saisie = with_room(form.saisie);
    let base = under(&place, "structures");
    let page = titled(&place, "Ajouter une structure", &[("Structures", "structures")]);
    Ok(form::page(page, &form, (&format!("{base}/nouvelle"), &base)))
}

/// GET `…/communaute/structures/nouvelle?registre=`.
pub(crate) async fn new(
    State(web): State<Web>,
    Can(_): Can<EditCommunaute>,
    Can(read): Can<ReadCommunaute>,
    Query(query): Query,
) -> Page<SheetView> {
    let asked = query.text("registre");
    let mut form = Formulaire::default();
    match web.app.structure_from_register(asked) {
        Some(found) => {
            let text =
                "Le registre FINESS a rempli le formulaire. Choisissez le type, puis vérifiez les champs.";
            form.notices.push(Notice::new(Tone::Info, text));
            form.saisie = found;
        }
        None if !asked.is_empty() => {
            let text = "Ce numéro n'est pas dans les fichiers FINESS chargés. Remplissez la fiche à la main.";
            form.notices.push(Notice::new(Tone::Attention, text));
            form.saisie.finess = asked.to_owned();
        }
        None => {}
    }
    new_page(&web, &read, form).await
}

fn refused(place: &Place, saisie: SaisieStructure, error: StructureError) -> Page<Formulaire> {
    let form = Formulaire { saisie, ..Formulaire::default() };
    match error {
        StructureError::Refused(refus) => Ok(Formulaire { doutes: zeros(&refus), refus, ..form }),
        StructureError::NumberTaken(other) => {
            let text = "Une autre structure porte déjà ce numéro FINESS. Ouvrez-la, ou corrigez le numéro.";
            let link = Link::new("Ouvrir cette structure", under(place, &format!("structures/{other}")));
            Ok(Formulaire { notices: vec![Notice::new(Tone::Attention, text).with_link(link)], ..form })
        }
        StructureError::Changed(now) => Ok(Formulaire {
            version: Some(now.version),
            notices: vec![Notice::new(Tone::Attention, CHANGED)],
            ..form
        }),
        StructureError::App(error) => Err(error.into()),
    }
}

/// POST `…/communaute/structures/nouvelle`.
pub(crate) async fn create(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Can(read): Can<ReadCommunaute>,
    fields: Fields,
) -> Page<Response> {
    let saisie = typed(&fields);
    let place = place(&web, &read).await?;
    match web.app.add_structure(&proof, &saisie).await {
        Ok((id, alertes)) => {
            let url = under(&place, &format!("structures/{id}?fait=ajoutee"));
            Ok(go(&with_alertes(url, &alertes)))
        }
        Err(error) => {
            let form = refused(&place, saisie, error)?;
            Ok(unprocessable(new_page(&web, &read, form).await?))
        }
    }
}

async fn edit_page(
    web: &Web,
    read: &Allowed<ReadCommunaute>,
    one: &Structure,
    mut form: Formulaire,
) -> Page<SheetView> {
    let place = place(web, read).await?;
    form.people = people(web, read).await?;
    form.saisie = with_room(form.saisie);
    let path = format!("structures/{}", one.id);
    let page = titled(&place, "Modifier la structure", &[("Structures", "structures"), (&one.nom, &path)]);
    let base = under(&place, &path);
    Ok(form::page(page, &form, (&format!("{base}/modifier"), &base)))
}

/// A structure that may still change.
pub(super) async fn standing(
    web: &Web,
    read: &Allowed<ReadCommunaute>,
    path: StructurePath,
) -> Page<Structure> {
    let one = web.app.structure(read, path.id()).await?;
    if one.removed_at.is_none() { Ok(one) } else { Err(PageError::NotFound) }
}

/// GET `…/communaute/structures/{structure}/modifier`.
pub(crate) async fn edit(
    State(web): State<Web>,
    Can(_): Can<EditCommunaute>,
    Can(read): Can<ReadCommunaute>,
    Path(path): Path<StructurePath>,
) -> Page<SheetView> {
    let one = standing(&web, &read, path).await?;
    let saisie = of_structure(&one, &web.app.reference().atlas);
    let form = Formulaire { saisie, version: Some(one.version), ..Formulaire::default() };
    edit_page(&web, &read, &one, form).await
}

/// POST `…/communaute/structures/{structure}/modifier`.
pub(crate) async fn save(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Can(read): Can<ReadCommunaute>,
    Path(path): Path<StructurePath>,
    fields: Fields,
) -> Page<Response> {
    let one = standing(&web, &read, path).await?;
    let version = version(&fields, "version")?;
    let saisie = typed(&fields);
    let place = place(&web, &read).await?;
    let error = match web.app.edit_structure(&proof, (one.id, version), &saisie).await {
        Ok(alertes) => {
            let url = under(&place, &format!("structures/{}?fait=enregistree", one.id));
            return Ok(go(&with_alertes(url, &alertes)));
        }
        Err(error) => error,
    };
    let mut form = refused(&place, saisie, error)?;
    let faster = form.version.is_some();
    form.version = form.version.or(Some(version));
    let view = edit_page(&web, &read, &one, form).await?;
    Ok(if faster { conflict(view) } else { unprocessable(view) })
}
