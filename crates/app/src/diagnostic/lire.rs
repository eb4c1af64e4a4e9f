//! Computing a diagnosis.

use std::collections::BTreeSet;

use domain::authz::{Allowed, ReadDiagnostic};
use domain::diagnostic::calcul::{Dessin, Entree, VarianteLue, etablir, masquer};
use domain::diagnostic::{Diagnostic, Releve};
use domain::ids::{TerritoireId, VarianteId};
use domain::territoire::Fiche;
use storage::{ReadsDiagnostic, ReadsRevisions};
use territory::atlas::IrisShapes;
use territory::geometry::iris_polygons;
use territory::{Kind, Perimeter, SourceId, UnitCode};

use crate::reference::{Level, Reference};
use crate::territoire::FicheTitles;
use crate::{App, AppError};

impl App {
    /// The diagnosis of a variant as it is today; small counts are hidden from an institution.
    ///
    /// # Errors
    /// When the variant is unknown, a table is malformed, or the database does not answer.
    pub async fn diagnostic(
        &self,
        proof: &Allowed<ReadDiagnostic>,
        (territoire, id): (TerritoireId, VarianteId),
    ) -> Result<Diagnostic, AppError> {
        let mut diagnostic = self.compute(proof, (territoire, id)).await?;
        if proof.is_through_grant() {
            masquer(&mut diagnostic)?;
        }
        Ok(diagnostic)
    }

    /// The diagnosis of a variant with every figure.
    pub(super) async fn compute<P: ReadsDiagnostic + ReadsRevisions>(
        &self,
        proof: &Allowed<P>,
        (territoire, id): (TerritoireId, VarianteId),
    ) -> Result<Diagnostic, AppError> {
        let cpts = self.cpts(proof.cpts()).await?;
        let tx = self.store.read().await?;
        let found = tx.territoire_to_diagnose(proof, territoire).await?.ok_or(AppError::NotFound)?;
        let variante = found.variante(id).ok_or(AppError::NotFound)?;
        let revisions = tx.revisions(proof, id).await?;
        let releves = tx.releves(proof).await?;
        drop(tx);
        let same = revisions.iter().filter(|revision| revision.perimeter == variante.perimeter);
        let lue = VarianteLue {
            cpts: cpts.name,
            territoire: found.name.clone(),
            variante: variante.name.clone(),
            ids: Some((territoire, id)),
            revision: variante.revision,
            unchanged: same.map(|revision| revision.number).collect(),
        };
        let reference = self.reference();
        self.establish(&reference, (&variante.perimeter, &lue), &releves).await
    }

    /// The diagnosis of any perimeter, as its own people read it.
    ///
    /// # Errors
    /// When a table is malformed or the database does not answer.
    pub async fn diagnostic_of(
        &self,
        reference: &Reference,
        titles: FicheTitles,
        perimeter: &Perimeter,
        releves: &[Releve],
    ) -> Result<Diagnostic, AppError> {
        let lue = VarianteLue {
            cpts: titles.cpts,
            territoire: titles.territoire,
            variante: titles.variante,
            ..VarianteLue::default()
        };
        self.establish(reference, (perimeter, &lue), releves).await
    }

    async fn establish(
        &self,
        reference: &Reference,
        (perimeter, variante): (&Perimeter, &VarianteLue),
        releves: &[Releve],
    ) -> Result<Diagnostic, AppError> {
        let titles = FicheTitles {
            cpts: variante.cpts.clone(),
            territoire: variante.territoire.clone(),
            variante: variante.variante.clone(),
            is_reference: true,
        };
        let fiche = self.fiche_of(reference, titles, perimeter, None).await?;
        let shapes = self.iris_shapes(reference, perimeter).await?;
        let dessin = drawn(reference, fiche, shapes);
        Ok(etablir(Entree {
            atlas: &reference.atlas,
            memoire: &reference.levels,
            perimeter,
            variante,
            releves,
            dessin: &dessin,
            day: self.today(),
        })?)
    }
}

impl App {
    /// Contours of the IRIS that the perimeter takes one by one.
    async fn iris_shapes(
        &self,
        reference: &Reference,
        perimeter: &Perimeter,
    ) -> Result<IrisShapes, AppError> {
        let iris = perimeter.units().filter(|unit| matches!(unit, UnitCode::Iris(_)));
        let departements: BTreeSet<_> = iris.map(|unit| unit.commune().departement()).collect();
        let mut shapes = IrisShapes::new();
        for departement in departements {
            if let Some(drawing) = self.drawing(reference, departement, Level::Iris).await? {
                shapes.extend(iris_polygons(&drawing.topology, perimeter));
            }
        }
        Ok(shapes)
    }
}

/// What the sheet of the same perimeter draws and crosses.
fn drawn(reference: &Reference, fiche: Fiche, shapes: IrisShapes) -> Dessin {
    // The sheet cites a file of neighbourhoods as soon as it covers the départements of the perimeter.
    let cited = |rank: &usize| {
        let passport = &reference.atlas.sources()[*rank];
        passport.kind == Kind::Quartiers && fiche.diagnosis.sources.contains(passport)
    };
    let sources: Vec<SourceId> = (0..reference.atlas.sources().len()).filter(cited).map(SourceId).collect();
    let quartiers = (!sources.is_empty()).then_some((fiche.quartiers, sources));
    Dessin { carte: fiche.carte, quartiers, shapes }
}
