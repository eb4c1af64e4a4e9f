//! Values that people write down: recorded, corrected, withdrawn, imported, with their documents.

mod entry;
mod file;
mod seeds;

use app::diagnostic::{Cible, Entry, Typed};
use app::territoire::Created;
use domain::authz::{Allowed, EditDiagnostic, ReadDiagnostic, Role};
use domain::diagnostic::Saisie;
use domain::ids::CptsId;
use testkit::{TestApp, person};

fn edits(cpts: CptsId) -> Allowed<EditDiagnostic> {
    person(Role::Pilote, cpts).authorize(cpts).unwrap()
}

fn reads(cpts: CptsId) -> Allowed<ReadDiagnostic> {
    person(Role::Membre, cpts).authorize(cpts).unwrap()
}

/// A CPTS with a territory of two communes of the Gard, 105 452 inhabitants by its own count.
async fn uzes(app: &TestApp) -> (CptsId, Created) {
    let cpts = app.tenant("CPTS de test").await;
    let made = app.plot(cpts, "Uzège", &["30334", "30212"]).await;
    let declared = domain::territoire::DeclaredPopulation {
        inhabitants: 105_452,
        year: Some(2018),
        source: "Diapositives".into(),
    };
    app.declare_population(&testkit::edits(cpts), (made.territoire, made.variante), Some(declared))
        .await
        .unwrap();
    (cpts, made)
}

/// A line as it is typed: indicator, place, code, period, value, numerator, denominator.
fn typed(cells: [&str; 7]) -> Typed {
    let [indicateur, lieu, code, periode, valeur, numerateur, denominateur] = cells.map(str::to_owned);
    Typed {
        indicateur,
        lieu,
        code,
        periode,
        valeur,
        numerateur,
        denominateur,
        origine: "rezone".into(),
        source: "Rezone CPTS, 15/12/2021".into(),
        ..Typed::default()
    }
}

fn saisie(made: Created, cells: [&str; 7]) -> Saisie {
    let cible = Cible { territoire: made.territoire, variante: made.variante, revision: 1 };
    typed(cells).read(cible).unwrap()
}

fn entry(saisie: Saisie) -> Entry {
    Entry { saisie, confirmed: Vec::new() }
}
