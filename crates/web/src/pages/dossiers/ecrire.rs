//! The steps of the form.

use app::dossier::{DossierLu, Saisi, Sort};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::EditDossiers;
use domain::dossier::lettre::champs::{DefChamp, Nature, champ};
use domain::dossier::lettre::saisie::{Brut, ecrire};
use domain::dossier::lettre::valeur::{Origine, Reponse};
use domain::dossier::lettre::{ChampModele, PartieModele, Redaction, Valeur};
use domain::ids::CommentaireId;
use serde::Deserialize;
use uuid::Uuid;

use super::{Asked, done, under, url};
use crate::access::{Can, Path};
use crate::fields::{Fields, Query};
use crate::pages::{Page, Place, go, moment};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::components::{Link, Notice, Opt, Tone};
use crate::views::dossier::contenu::ChampLu;
use crate::views::dossier::ecrire::{Autre, ChampVue, CommentaireVue, EcrireView, RemarqueVue};

const DONE: &[(&str, &str)] = &[
    ("ecrit", "C'est enregistré."),
    ("rien", "Rien n'avait changé."),
    ("remarque", "La remarque est ajoutée."),
    ("regle", "La remarque est mise à jour."),
    ("repris", "La version est reprise."),
];

/// `…/ecrire/{partie}`.
#[derive(Clone, Deserialize)]
pub(crate) struct StepPath {
    partie: String,
}

/// `…/champs/{champ}` and `…/commentaires/{champ}`.
#[derive(Clone, Deserialize)]
pub(crate) struct FieldPath {
    pub(super) champ: String,
}

/// `…/commentaires/{champ}/{commentaire}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct CommentPath {
    commentaire: Uuid,
}

/// What becomes of the fields of a step that was sent.
type Fates = Vec<(String, Sort)>;

fn typed(fields: &Fields, cle: &str) -> Brut {
    let part = |name: &str| fields.raw(&format!("{cle}.{name}")).unwrap_or_default().to_owned();
    let left = format!("{cle}.sans");
    Brut {
        texte: part("texte"),
        second: part("second"),
        choix: part("choix"),
        sans: fields.all(&left).map(str::to_owned).collect(),
    }
}

fn answers(def: &DefChamp, brut: &Brut, lu: &DossierLu) -> Vec<Opt> {
    match def.nature {
        Nature::Reponse => {
            let option = |one: &Reponse| Opt::new(one.key(), one.label(), one.key() == brut.choix);
            Reponse::ALL.iter().map(option).collect()
        }
        Nature::Equipe => {
            let mut all = vec![
                ("".to_owned(), "Personne d'autre que les lignes ci-dessous".to_owned()),
                (
                    "volontaires".to_owned(),
                    "Toutes les personnes qui souhaitent adhérer ou qui adhèrent".to_owned(),
                ),
                ("etablissements".to_owned(), "Les personnes qui exercent dans un établissement".to_owned()),
            ];
            all.extend(
                lu.groupes.iter().map(|(id, nom)| (id.to_string(), format!("Le groupe «\u{a0}{nom}\u{a0}»"))),
            );
            all.into_iter().map(|(key, label)| Opt::new(key.clone(), label, key == brut.choix)).collect()
        }
        _ => Vec::new(),
    }
}

/// Who stands in a team, ticked when they are left out of the letter.
fn members(def: &DefChamp, lu: &DossierLu, brut: &Brut) -> Vec<Opt> {
    if def.nature != Nature::Equipe {
        return Vec::new();
    }
    let team = lu.equipes.get(&def.cle).into_iter().flatten();
    let here = team.filter_map(|(id, nom)| Some(Opt::new(id.as_ref()?.to_string(), nom.clone(), false)));
    let out = brut.sans.iter().map(|id| {
        let nom = lu.laisses.get(id).cloned().unwrap_or_else(|| "Personne laissée en dehors".to_owned());
        Opt::new(id.clone(), nom, true)
    });
    let mut all: Vec<Opt> = here.filter(|one| !brut.sans.contains(&one.value)).collect();
    all.extend(out);
    all
}

/// What a version says, in a few lines.
pub(super) fn told(valeur: &Valeur) -> String {
    let brut = ecrire(valeur);
    let answer = Reponse::from_key(&brut.choix).map(|one| one.label().to_owned());
    let team = match valeur {
        Valeur::Equipe(own) if own.origine != Origine::Saisie => {
            Some("Personnes lues dans la communauté".to_owned())
        }
        _ => None,
    };
    let parts = [answer, team, Some(brut.texte), Some(brut.second)];
    let said: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    if said.is_empty() { "(vide)".to_owned() } else { said.join("\n") }
}

fn by(lu: &DossierLu, one: &Redaction) -> String {
    format!("Écrit par {} le {}", lu.nom(&one.by), moment(one.at))
}

fn field(
    (lu, here): (&DossierLu, &str),
    asked: &ChampModele,
    (fields, fates): (&Fields, &Fates),
) -> Page<Option<ChampVue>> {
    let Some(def) = champ(&asked.cle).map_err(|error| PageError::internal(&error))? else { return Ok(None) };
    let cle = asked.cle.as_str();
    let Some(read) = lu.redigee.champ(cle) else { return Ok(None) };
    let fate = fates.iter().find(|(own, _)| own == cle).map(|(_, fate)| fate);
    let last = lu.ecrit.champ(cle);
    // What was refused stays as it was typed; everything else shows what is kept.
    let kept = matches!(fate, Some(Sort::Refuse(_) | Sort::Change(_)));
    let brut =
        if kept { typed(fields, cle) } else { last.map(|one| ecrire(&one.valeur)).unwrap_or_default() };
    let mut shown = ChampLu::of(&lu.redigee, read);
    if def.nature != Nature::Constat && def.nature != Nature::Equipe {
        // What is written stands in the field: only what the system adds shows above it.
        let written = lu.ecrits.get(cle).copied().unwrap_or_default();
        shown.blocs.drain(..written.min(shown.blocs.len()));
    }
    shown.explication = None;
    let remarks = lu.remarques_de(cle).map(|one| RemarqueVue {
        bloque: one.bloque(),
        texte: one.texte.clone(),
        lieux: one.lieux.clone(),
    });
    let said = lu.commentaires.iter().filter(|one| one.champ == cle).map(|one| CommentaireVue {
        qui: format!("{}, le {}", lu.nom(&one.by), moment(one.at)),
        texte: one.texte.clone(),
        resolu: one.resolu_at.is_some(),
        url: format!("{here}/commentaires/{cle}/{}", one.id),
    });
    Ok(Some(ChampVue {
        choix: answers(def, &brut, lu),
        membres: members(def, lu, &brut),
        lu: shown,
        aide: asked.aide.clone(),
        obligatoire: asked.obligatoire,
        version: lu.ecrit.version(cle),
        auteur: last.map(|one| by(lu, one)),
        histoire: last.map(|_| format!("{here}/champs/{cle}")),
        erreur: match fate {
            Some(Sort::Refuse(refus)) => Some(refus.phrase()),
            _ => None,
        },
        autre: match fate {
            Some(Sort::Change(now)) => Some(Autre { qui: by(lu, now), texte: told(&now.valeur) }),
            _ => None,
        },
        remarques: remarks.collect(),
        commentaires: said.collect(),
        commenter: format!("{here}/commentaires/{cle}"),
        def,
        brut,
    }))
}

fn view(
    (place, lu): (&Place, &DossierLu),
    partie: &PartieModele,
    sent: (&Fields, &Fates),
) -> Page<EcrireView> {
    let here = url(place, lu.dossier.id);
    let step = |one: &PartieModele| format!("{here}/ecrire/{}", one.cle);
    let etapes = lu.modele.parties.iter().map(|one| {
        let (done, all) = lu.avancement(&one.cle);
        (Link::new(one.titre.clone(), step(one)), done, all, one.cle == partie.cle)
    });
    let rank = lu.modele.parties.iter().position(|one| one.cle == partie.cle).unwrap_or_default();
    let mut champs = Vec::new();
    for asked in &partie.champs {
        champs.extend(field((lu, &here), asked, sent)?);
    }
    Ok(EcrireView {
        page: under(place, lu, partie.titre.clone()),
        etapes: etapes.collect(),
        action: step(partie),
        champs,
        suite: lu.modele.parties.get(rank + 1).map(|one| Link::new(one.titre.clone(), step(one))),
        verifier: format!("{here}/verifier"),
    })
}

/// GET `…/ecrire/{partie}`.
pub(crate) async fn show(
    State(web): State<Web>,
    asked: Asked,
    Can(_): Can<EditDossiers>,
    Path(path): Path<StepPath>,
    query: Query,
) -> Page<Response> {
    let (place, lu) = (asked.place(&web).await?, asked.read(&web).await?);
    let partie = lu.modele.partie(&path.partie).ok_or(PageError::NotFound)?;
    if !lu.est_ouvert() {
        return Ok(go(&format!("{}/lire", url(&place, lu.dossier.id))));
    }
    let mut view = view((&place, &lu), partie, (&Fields::default(), &Vec::new()))?;
    view.page = done(view.page, &query, DONE);
    Ok(view.into_response())
}

/// POST `…/ecrire/{partie}`.
pub(crate) async fn write(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<EditDossiers>,
    Path(path): Path<StepPath>,
    fields: Fields,
) -> Page<Response> {
    let place = asked.place(&web).await?;
    let sent: Vec<Saisi> = fields
        .all("champ")
        .map(|cle| Saisi {
            champ: cle.to_owned(),
            vue: fields.raw(&format!("{cle}.version")).and_then(|text| text.parse().ok()).unwrap_or_default(),
            brut: typed(&fields, cle),
        })
        .collect();
    let fates = web.app.write_fields(&proof, asked.id()?, &sent).await?;
    let lu = asked.read(&web).await?;
    let partie = lu.modele.partie(&path.partie).ok_or(PageError::NotFound)?;
    let conflict = fates.iter().any(|(_, fate)| matches!(fate, Sort::Change(_)));
    if conflict || fates.iter().any(|(_, fate)| matches!(fate, Sort::Refuse(_))) {
        let mut view = view((&place, &lu), partie, (&fields, &fates))?;
        if fates.iter().any(|(_, fate)| *fate == Sort::Ecrit) {
            view.page =
                view.page.with_notice(Notice::new(Tone::Success, "Les autres champs sont enregistrés."));
        }
        let status = if conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
        return Ok((status, view).into_response());
    }
    let what = if fates.iter().any(|(_, fate)| *fate == Sort::Ecrit) { "ecrit" } else { "rien" };
    let here = url(&place, lu.dossier.id);
    let rank = lu.modele.parties.iter().position(|one| one.cle == partie.cle).unwrap_or_default();
    let next = lu.modele.parties.get(rank + 1).filter(|_| fields.text("vers") == "suite");
    Ok(go(&match (next, fields.text("vers")) {
        (Some(next), _) => format!("{here}/ecrire/{}?fait={what}", next.cle),
        (None, cle) if lu.modele.champ(cle).is_some() => {
            format!("{here}/ecrire/{}?fait={what}#{cle}", partie.cle)
        }
        (None, _) => format!("{here}/ecrire/{}?fait={what}", partie.cle),
    }))
}

/// The step of a field, with what was done there.
pub(super) fn back(place: &Place, lu: &DossierLu, cle: &str, what: &str) -> String {
    let step = lu.modele.partie_de(cle).map(|one| one.cle.clone()).unwrap_or_default();
    format!("{}/ecrire/{step}?fait={what}#{cle}", url(place, lu.dossier.id))
}

/// POST `…/commentaires/{champ}`.
pub(crate) async fn comment(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<EditDossiers>,
    Path(path): Path<FieldPath>,
    fields: Fields,
) -> Page<Response> {
    let place = asked.place(&web).await?;
    web.app.comment_field(&proof, (asked.id()?, &path.champ), fields.text("commentaire")).await?;
    let lu = asked.read(&web).await?;
    Ok(go(&back(&place, &lu, &path.champ, "remarque")))
}

/// POST `…/commentaires/{champ}/{commentaire}`.
pub(crate) async fn settle(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<EditDossiers>,
    Path(path): Path<CommentPath>,
    fields: Fields,
) -> Page<Response> {
    let place = asked.place(&web).await?;
    let ids = (asked.id()?, CommentaireId(path.commentaire));
    let cle = web.app.settle_comment(&proof, ids, fields.text("resolu") != "non").await?;
    let lu = asked.read(&web).await?;
    Ok(go(&back(&place, &lu, &cle, "regle")))
}
