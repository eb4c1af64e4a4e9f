//! The form of a sheet: adding, correcting.

use app::communaute::{NewPerson, PersonneError};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::authz::{Allowed, EditCommunaute, ReadCommunaute};
use domain::communaute::saisie::{Probleme, Refus, SaisieCanal, SaisieLieu, SaisiePersonne, zero_key};
use domain::communaute::{Accord, CanalKind, Etape, Personne, Statut};
use domain::texte::TelephoneProblem;

use super::alertes::with_alertes;
use super::liste::standing;
use super::{CHANGED, PersonnePath, conflict, here, titled, under, unprocessable};
use crate::access::{Can, Path};
use crate::fields::Fields;
use crate::pages::{Page, Place, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::components::{Link, Notice, Tone};
use crate::views::personnes::form::{self, Formulaire, with_room};

/// The channels of a form: the fields of one rank stand together.
pub(in crate::pages) fn canaux(fields: &Fields) -> Vec<SaisieCanal> {
    let kinds = fields.all("canal_kind").map(CanalKind::from_key);
    let accords: Vec<_> = fields.all("canal_accord").map(Accord::from_key).collect();
    let of = |name, rang: usize| fields.all(name).nth(rang).unwrap_or_default().to_owned();
    kinds
        .enumerate()
        .map(|(rang, kind)| SaisieCanal {
            kind: kind.unwrap_or(CanalKind::Courriel),
            valeur: of("canal_valeur", rang),
            accord: accords.get(rang).copied().flatten().unwrap_or(Accord::Inconnu),
            rebond: of("canal_rebond", rang),
            source: of("canal_source", rang),
        })
        .collect()
}

fn typed(fields: &Fields) -> SaisiePersonne {
    let text = |name| fields.text(name).to_owned();
    let of = |name, rang: usize| fields.all(name).nth(rang).unwrap_or_default().to_owned();
    let places = fields.all("lieu_adresse").count();
    let lieu = |rang| SaisieLieu {
        structure: of("lieu_structure", rang),
        adresse: of("lieu_adresse", rang),
        code_postal: of("lieu_code_postal", rang),
        commune: of("lieu_commune", rang),
        mode: of("lieu_mode", rang),
        jusque: of("lieu_jusque", rang),
    };
    SaisiePersonne {
        civilite: text("civilite"),
        nom: text("nom"),
        prenom: text("prenom"),
        rpps: text("rpps"),
        adeli: text("adeli"),
        profession: text("profession"),
        specialite: text("specialite"),
        fonction: text("fonction"),
        source: text("source"),
        remarque: text("remarque"),
        lieux: (0..places).map(lieu).collect(),
        canaux: canaux(fields),
        confirmes: fields.all("confirme").map(str::to_owned).collect(),
    }
}

/// What a sheet says, as it would be typed.
fn of_sheet(one: &Personne, atlas: &territory::Atlas) -> SaisiePersonne {
    let fiche = &one.fiche;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    SaisiePersonne {
        civilite: text(&fiche.civilite),
        nom: one.nom.clone(),
        prenom: one.prenom.clone(),
        rpps: one.rpps.as_ref().map(|rpps| rpps.as_str().to_owned()).unwrap_or_default(),
        adeli: text(&fiche.adeli),
        profession: text(&one.profession),
        specialite: text(&fiche.specialite),
        fonction: text(&fiche.fonction),
        source: fiche.source.clone(),
        remarque: text(&fiche.remarque),
        lieux: fiche.exercices.iter().map(|lieu| SaisieLieu::of(lieu, atlas)).collect(),
        canaux: fiche.canaux.iter().map(SaisieCanal::from).collect(),
        confirmes: Vec::new(),
    }
}

/// The doubts that wrong fields leave to confirm: numbers that lost their zero.
pub(in crate::pages) fn zeros(refus: &[Refus]) -> Vec<(String, String)> {
    let likely = refus.iter().filter_map(|one| match &one.probleme {
        Probleme::Telephone(TelephoneProblem::LostLeadingZero { likely }) => Some(likely),
        _ => None,
    });
    likely.map(|number| (zero_key(number), format!("Le bon numéro est {}.", number.shown()))).collect()
}

async fn structures(web: &Web, read: &Allowed<ReadCommunaute>) -> Page<Vec<(String, String)>> {
    let all = web.app.structures(read).await?.into_iter().filter(|one| one.removed_at.is_none());
    Ok(all.map(|one| (one.id.to_string(), one.nom)).collect())
}

async fn new_page(web: &Web, read: &Allowed<ReadCommunaute>, mut form: Formulaire) -> Page<SheetView> {
    let place = here(web, read).await?;
    form.structures = structures(web, read).await?;
    form.saisie = with_room(form.saisie);
    let base = under(&place, "personnes");
    let page = titled(&place, "Ajouter une personne", &[("Personnes", "personnes")]);
    Ok(form::page(page, &form, (&format!("{base}/nouvelle"), &base)))
}

/// GET `…/communaute/personnes/nouvelle`.
pub(crate) async fn new(
    State(web): State<Web>,
    Can(_): Can<EditCommunaute>,
    Can(read): Can<ReadCommunaute>,
) -> Page<SheetView> {
    let form = Formulaire { statut: Statut::Repere.key().into(), ..Formulaire::default() };
    new_page(&web, &read, form).await
}

/// POST `…/communaute/personnes/nouvelle`.
pub(crate) async fn create(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Can(read): Can<ReadCommunaute>,
    fields: Fields,
) -> Page<Response> {
    let saisie = typed(&fields);
    let statut = Statut::from_key(fields.text("statut")).unwrap_or(Statut::Repere);
    let etape = Etape { statut, depuis: web.app.today(), motif: None };
    let new = NewPerson { saisie: saisie.clone(), etape: Some(etape) };
    let place = here(&web, &read).await?;
    let error = match web.app.add_person(&proof, new).await {
        Ok((id, alertes)) => {
            let url = under(&place, &format!("personnes/{id}?fait=ajoutee"));
            return Ok(go(&with_alertes(url, &alertes)));
        }
        Err(error) => error,
    };
    let mut form = refused((&web, &read, &place), saisie, error).await?;
    form.statut = statut.key().into();
    Ok(unprocessable(new_page(&web, &read, form).await?))
}

/// The form, with what is wrong or doubtful.
async fn refused(
    (web, read, place): (&Web, &Allowed<ReadCommunaute>, &Place),
    saisie: SaisiePersonne,
    error: PersonneError,
) -> Page<Formulaire> {
    let form = Formulaire { saisie, ..Formulaire::default() };
    let sheet = |id| under(place, &format!("personnes/{id}"));
    match error {
        PersonneError::Refused(refus) => Ok(Formulaire { doutes: zeros(&refus), refus, ..form }),
        PersonneError::Doubles(near) => {
            let annuaire = web.app.annuaire(read).await?;
            let mut form = form;
            for one in near {
                let reasons: Vec<_> =
                    one.raisons.iter().map(|raison| raison.label().to_lowercase()).collect();
                let name = annuaire.nom(one.id);
                let text = format!(
                    "La fiche de {name} est peut-être la même personne\u{a0}: {}.",
                    reasons.join(", ")
                );
                let link = Link::new(format!("Ouvrir la fiche de {name}"), sheet(one.id));
                form.notices.push(Notice::new(Tone::Attention, text).with_link(link));
                form.doutes.push((NewPerson::apart_key(one.id), format!("{name} est une autre personne.")));
            }
            Ok(form)
        }
        PersonneError::NumberTaken(other) => {
            let text = "Une autre fiche porte déjà ce numéro RPPS. Ouvrez-la, ou corrigez le numéro.";
            let link = Link::new("Ouvrir cette fiche", sheet(other));
            Ok(Formulaire { notices: vec![Notice::new(Tone::Attention, text).with_link(link)], ..form })
        }
        PersonneError::Changed(now) => Ok(Formulaire {
            version: Some(now.version),
            notices: vec![Notice::new(Tone::Attention, CHANGED)],
            ..form
        }),
        PersonneError::App(error) => Err(error.into()),
    }
}

async fn edit_page(
    web: &Web,
    read: &Allowed<ReadCommunaute>,
    one: &Personne,
    mut form: Formulaire,
) -> Page<SheetView> {
    let place = here(web, read).await?;
    form.structures = structures(web, read).await?;
    form.saisie = with_room(form.saisie);
    let path = format!("personnes/{}", one.id);
    let page = titled(&place, "Modifier la fiche", &[("Personnes", "personnes"), (&one.nom_liste(), &path)]);
    let base = under(&place, &path);
    Ok(form::page(page, &form, (&format!("{base}/modifier"), &base)))
}

/// GET `…/communaute/personnes/{personne}/modifier`.
pub(crate) async fn edit(
    State(web): State<Web>,
    Can(_): Can<EditCommunaute>,
    Can(read): Can<ReadCommunaute>,
    Path(path): Path<PersonnePath>,
) -> Page<SheetView> {
    let one = standing(web.app.personne(&read, path.id()).await?)?;
    let saisie = of_sheet(&one, &web.app.reference().atlas);
    let form = Formulaire { saisie, version: Some(one.version), ..Formulaire::default() };
    edit_page(&web, &read, &one, form).await
}

/// POST `…/communaute/personnes/{personne}/modifier`.
pub(crate) async fn save(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Can(read): Can<ReadCommunaute>,
    Path(path): Path<PersonnePath>,
    fields: Fields,
) -> Page<Response> {
    let one = standing(web.app.personne(&read, path.id()).await?)?;
    let version = version(&fields, "version")?;
    let saisie = typed(&fields);
    let place = here(&web, &read).await?;
    let error = match web.app.edit_person(&proof, (one.id, version), &saisie).await {
        Ok(alertes) => {
            let url = under(&place, &format!("personnes/{}?fait=enregistree", one.id));
            return Ok(go(&with_alertes(url, &alertes)));
        }
        Err(error) => error,
    };
    let mut form = refused((&web, &read, &place), saisie, error).await?;
    let faster = form.version.is_some();
    form.version = form.version.or(Some(version));
    let view = edit_page(&web, &read, &one, form).await?;
    Ok(if faster { conflict(view) } else { unprocessable(view) }.into_response())
}

/// The version that a form was shown with.
pub(in crate::pages) fn version(fields: &Fields, name: &str) -> Page<i64> {
    fields.text(name).parse().map_err(|_| PageError::BadRequest("La fiche n'a pas été reconnue.".into()))
}
