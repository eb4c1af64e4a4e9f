//! What the house already knows, as a proposal for a field: a person reads it again and saves it.

use app::subventions::Tapee;
use domain::authz::{Allowed, ReadObjectifs, ReadTerritoire};
use domain::objectifs::{Fil, Niveau};

use crate::pages::{Page, summary};
use crate::state::Web;

/// The objectives, one line each, under their missions.
fn objectifs(fil: &Fil) -> String {
    let mut lines = Vec::new();
    for mission in fil.missions.iter().filter(|mission| !mission.objectifs.is_empty()) {
        lines.push(format!("{}\u{a0}:", mission.titre));
        for one in mission.lignes() {
            let mark = match one.niveau {
                Niveau::General => "•",
                Niveau::Specifique => "–",
                Niveau::Operationnel => "›",
                Niveau::Action => "→",
            };
            lines.push(format!("{mark} {}", one.texte));
        }
    }
    lines.join("\n")
}

/// The territories with their reference: name, inhabitants, communes.
async fn territoires(web: &Web, proof: &Allowed<ReadTerritoire>) -> Page<String> {
    let reference = web.app.reference();
    let mut lines = Vec::new();
    for territoire in web.app.territoires(proof).await? {
        if let Some(variante) = territoire.reference() {
            let name = &territoire.name;
            lines.push(format!("{name}\u{a0}: {}", summary(&reference.atlas, &variante.perimeter)));
        }
    }
    Ok(lines.join("\n"))
}

/// What may be read of the house by who prepares the request.
pub(super) struct Lecteur {
    /// The objectives.
    pub(super) objectifs: Option<Allowed<ReadObjectifs>>,
    /// The territories.
    pub(super) territoire: Option<Allowed<ReadTerritoire>>,
}

/// Adds what is wanted to its field, after what stands there. Whether there was something to propose.
pub(super) async fn fill(web: &Web, lecteur: &Lecteur, (wanted, typed): (&str, &mut Tapee)) -> Page<bool> {
    let text = match (wanted, &lecteur.objectifs, &lecteur.territoire) {
        ("objectifs", Some(proof), _) => objectifs(&web.app.fil(proof).await?),
        ("territoire", _, Some(proof)) => territoires(web, proof).await?,
        _ => String::new(),
    };
    let Tapee::Cases(cases) = typed else { return Ok(false) };
    let field = cases.iter_mut().find(|(cle, _)| cle == wanted).filter(|_| !text.is_empty());
    let Some((_, value)) = field else { return Ok(false) };
    *value = if value.is_empty() { text } else { format!("{value}\n\n{text}") };
    Ok(true)
}
