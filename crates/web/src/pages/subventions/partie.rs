//! The parts of a request: each is saved by itself.

use app::subventions::{SubventionError, SubventionLue, Tapee};
use axum::extract::State;
use axum::response::Response;
use domain::authz::{EditSubventions, ReadObjectifs, ReadTerritoire, SignSubventions};
use domain::subvention::formulaire::PartieDef;
use domain::subvention::{LigneTapee, Partie, valeur};

use super::proposer::{self, Lecteur};
use super::{Asked, Bureau, SubventionPath, bureau, done, unprocessable};
use crate::access::{Can, Path};
use crate::fields::{Fields, Query};
use crate::pages::{Page, day, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::components::{Notice, Tone};
use crate::views::subventions::partie::{self as views, Autour, is_budget, kept, ordered};
use crate::wording::subventions::{REPLACED, euros, sentence};

/// A proof, or why there is none.
type Held<P> = Result<Can<P>, PageError>;

/// Lines that a form may bring: more is not a form of ours.
const MOST_LINES: usize = 400;

fn part(path: &SubventionPath) -> Page<Partie> {
    path.partie.as_deref().and_then(Partie::from_key).ok_or(PageError::NotFound)
}

fn lines(fields: &Fields) -> Vec<LigneTapee> {
    let text = |name: &str, rank: usize| fields.text(&format!("{name}-{rank}")).to_owned();
    let line = |rank: usize| LigneTapee {
        compte: text("compte", rank),
        libelle: text("libelle", rank),
        financeur: text("financeur", rank),
        montant: text("montant", rank),
    };
    let there = |rank: &usize| fields.raw(&format!("compte-{rank}")).is_some();
    (0..MOST_LINES).take_while(there).map(line).collect()
}

fn typed(bureau: &Bureau, partie: Partie, fields: &Fields) -> Tapee {
    if is_budget(partie) {
        return Tapee::Lignes(ordered(bureau.form, partie, &lines(fields)));
    }
    let cases = bureau.form.cases_of(partie).filter(|case| case.fiche.is_none());
    let text = |cle: &str| fields.raw(cle).unwrap_or_default().to_owned();
    Tapee::Cases(cases.map(|case| (case.cle.clone(), text(&case.cle))).collect())
}

/// Who confirmed the request and when, as long as that holds.
async fn signed(web: &Web, asked: &Asked, one: &SubventionLue) -> Page<Option<String>> {
    let Some(signed) = one.subvention.fiche.attestation_valable() else { return Ok(None) };
    let names = web.app.names(&asked.read, [&signed.by]).await?;
    let who = crate::wording::author(&names, &signed.by);
    Ok(Some(format!("Demande confirmée par {who}, le {}.", day(signed.at))))
}

async fn view(
    web: &Web,
    (asked, bureau): (&Asked, &Bureau),
    (one, partie): (&SubventionLue, Partie),
    typed: &Tapee,
) -> Page<SheetView> {
    let def: &PartieDef = bureau.form.partie(partie).ok_or(PageError::NotFound)?;
    let autour = Autour {
        form: bureau.form,
        def,
        one,
        url: &bureau.url(one.subvention.id),
        association: &bureau.place.urls.under("organisation/association"),
        signe: signed(web, asked, one).await?,
        droits: asked.droits,
    };
    Ok(views::page(bureau.inside(one, def.titre.clone()), &autour, typed))
}

/// GET `…/subventions/{subvention}/{partie}`.
pub(crate) async fn show(
    State(web): State<Web>,
    asked: Asked,
    (objectifs, territoire): (Held<ReadObjectifs>, Held<ReadTerritoire>),
    Path(path): Path<SubventionPath>,
    query: Query,
) -> Page<SheetView> {
    let (partie, one) = (part(&path)?, web.app.subvention(&asked.read, path.id()).await?);
    let bureau = bureau(&web, &asked).await?;
    let mut typed = kept(bureau.form, partie, &one.subvention.fiche);
    let wanted = query.0.text("proposer").to_owned();
    let proposed = if partie == Partie::Projet && asked.droits.edit {
        let lecteur = Lecteur {
            objectifs: objectifs.ok().map(|Can(proof)| proof),
            territoire: territoire.ok().map(|Can(proof)| proof),
        };
        proposer::fill(&web, &lecteur, (&wanted, &mut typed)).await?
    } else {
        false
    };
    let mut view = view(&web, (&asked, &bureau), (&one, partie), &typed).await?;
    if proposed {
        let text =
            "Une proposition est ajoutée au champ. Relisez-la\u{a0}: rien n'est enregistré avant le bouton.";
        view.page = view.page.with_notice(Notice::new(Tone::Info, text));
    }
    Ok(done(view, &query))
}

/// What somebody else saved, to read beside what was typed.
fn theirs(bureau: &Bureau, (one, partie): (&SubventionLue, Partie)) -> Vec<String> {
    let fiche = &one.subvention.fiche;
    if is_budget(partie) {
        return vec![format!("Total enregistré\u{a0}: {}", euros(fiche.total(bureau.form, partie)))];
    }
    let cases = bureau.form.cases_of(partie).filter(|case| case.fiche.is_none());
    let said = cases.map(|case| (&case.libelle, valeur(case, fiche, &one.association)));
    said.filter(|(_, text)| !text.is_empty()).map(|(label, text)| format!("{label}\u{a0}: {text}")).collect()
}

/// POST `…/subventions/{subvention}/{partie}`.
pub(crate) async fn save(
    State(web): State<Web>,
    Can(proof): Can<EditSubventions>,
    asked: Asked,
    Path(path): Path<SubventionPath>,
    fields: Fields,
) -> Page<Response> {
    let (partie, bureau) = (part(&path)?, bureau(&web, &asked).await?);
    let typed = typed(&bureau, partie, &fields);
    let seen = fields.text("vu").parse().unwrap_or(-1);
    let Err(error) = web.app.save_subvention_part(&proof, (path.id(), partie, seen), &typed).await else {
        return Ok(go(&format!("{}/{}?fait=enregistree", bureau.url(path.id()), partie.key())));
    };
    let one = web.app.subvention(&asked.read, path.id()).await?;
    let mut view = view(&web, (&asked, &bureau), (&one, partie), &typed).await?;
    match error {
        SubventionError::Refused(all) => {
            for (field, refus) in all {
                view = view.refusing(&field, sentence(refus));
            }
        }
        SubventionError::Replaced => {
            let notice = Notice::new(Tone::Attention, REPLACED);
            view.page = view.page.with_notice(notice.with_details(theirs(&bureau, (&one, partie))));
        }
        other => return Err(other.into()),
    }
    Ok(unprocessable(view))
}

/// POST `…/subventions/{subvention}/attester`.
pub(crate) async fn attest(
    State(web): State<Web>,
    Can(proof): Can<SignSubventions>,
    asked: Asked,
    Path(path): Path<SubventionPath>,
    fields: Fields,
) -> Page<Response> {
    let bureau = bureau(&web, &asked).await?;
    let ticked: Vec<String> = fields.all("attestation").map(str::to_owned).collect();
    let seen = fields.text("vu").parse().unwrap_or(-1);
    match web.app.attest_subvention(&proof, (path.id(), seen), &ticked).await {
        Ok(()) => Ok(go(&format!("{}/attestations?fait=confirmee", bureau.url(path.id())))),
        Err(SubventionError::Refused(all)) => {
            let one = web.app.subvention(&asked.read, path.id()).await?;
            let kept = kept(bureau.form, Partie::Attestations, &one.subvention.fiche);
            let mut view = view(&web, (&asked, &bureau), (&one, Partie::Attestations), &kept).await?;
            for (field, refus) in all {
                view = view.refusing(&field, sentence(refus));
            }
            Ok(unprocessable(view))
        }
        Err(error) => Err(error.into()),
    }
}
