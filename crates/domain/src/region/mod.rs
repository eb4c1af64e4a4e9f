//! What a region follows: projects and their stages, coverage of its territory, a tool box, sheets of experience.

mod argent;
mod coller;
mod couverture;
mod etapes;
mod experience;
mod objectif;
mod outil;
mod regles;
mod suivi;
mod tableau;

pub use argent::{LigneTotaux, PartCpts, Sommes, TableTotaux, Totaux, annees, totaux};
pub use coller::{Collee, LigneCollee, PasteError, read_list, read_units};
pub use couverture::{
    CommuneBlanche, Couverture, EtatCommune, Inhabitants, Overlap, Region, coverage, region_communes,
};
pub use etapes::{Etape, Etapes, TypeSuivi, etapes};
pub use experience::{
    Experience, ExperienceError, ExperienceFiche, SourceExperience, Typed as TypedExperience,
};
pub use objectif::{ObjectifRegion, Progress};
pub use outil::{Outil, OutilFiche, OutilVersion};
pub use regles::{ReglesRegion, regles};
pub use suivi::{MoveError, Moved, PassageSuivi, PopulationTypee, Suivi, SuiviFiche};
pub use tableau::{Ages, StageLine, days_in_stage, stages};
