//! The invented world in the layouts of the official files.

mod ages;
mod cog;
mod contours;
mod groups;
mod populations;
mod professionals;
mod structures;
mod vaccination;
mod workbook;

use std::io::{self, Write};

use super::world::{GEOGRAPHY, POPULATION_YEARS, World};

/// Writes one file.
type Writer = Box<dyn Fn(&World, &mut dyn Write) -> io::Result<()>>;

/// A file to write.
pub(super) struct Plan {
    pub(super) name: String,
    pub(super) write: Writer,
}

/// The files of a world, lists first so that each file finds the communes it names.
pub(super) fn plans(world: &World) -> Vec<Plan> {
    let plan = |name: String, write: Writer| Plan { name, write };
    let [first, census, last] = POPULATION_YEARS;
    let mut plans = vec![
        plan(format!("v_region_{GEOGRAPHY}.csv"), Box::new(|w, out| cog::regions(w, out))),
        plan(format!("v_departement_{GEOGRAPHY}.csv"), Box::new(|w, out| cog::departements(w, out))),
        plan(format!("v_commune_{GEOGRAPHY}.csv"), Box::new(|w, out| cog::communes(w, out))),
        plan(format!("v_mvt_commune_{GEOGRAPHY}.csv"), Box::new(|w, out| cog::movements(w, out))),
        plan(format!("donnees_communes_pop{first}.csv"), Box::new(|w, out| populations::legal(w, 0, out))),
        plan(format!("donnees_communes_pop{last}.csv"), Box::new(|w, out| populations::legal(w, 2, out))),
        plan(format!("base-cc-evol-struct-pop-{census}.csv"), Box::new(|w, out| ages::by_commune(w, out))),
        plan(format!("base-ic-evol-struct-pop-{census}.csv"), Box::new(|w, out| ages::by_iris(w, out))),
        plan(format!("epcicom{GEOGRAPHY}.xlsx"), Box::new(|w, out| groups::epci(w, out))),
        plan(
            format!("grille_densite_7_niveaux_{GEOGRAPHY}.xlsx"),
            Box::new(|w, out| groups::density(w, out)),
        ),
        plan(format!("019HexaSmal_{GEOGRAPHY}-01.csv"), Box::new(|w, out| groups::postcodes(w, out))),
        plan(
            format!("indicateur_d_apl_aux_medecins_generalistes_{last}.xlsx"),
            Box::new(|w, out| groups::apl(w, out)),
        ),
        plan(
            format!("PS_LibreAcces_Personne_activite_{GEOGRAPHY}01020300.txt"),
            Box::new(|w, out| professionals::activities(w, out)),
        ),
    ];
    if world.ground.is_some() {
        plans.extend([
            plan(format!("communes_{GEOGRAPHY}.geojson"), Box::new(|w, out| contours::communes(w, out))),
            plan(format!("iris_{GEOGRAPHY}.geojson"), Box::new(|w, out| contours::iris(w, out))),
            plan("qpv_2024.geojson".to_owned(), Box::new(|w, out| contours::quartiers(w, out))),
            plan(format!("perimetres_cpts_{GEOGRAPHY}.csv"), Box::new(|w, out| groups::perimeters(w, out))),
            plan(
                format!("etalab-cs1100507-stock-{GEOGRAPHY}0513-0338.csv"),
                Box::new(|w, out| structures::sites(w, out)),
            ),
            plan(
                "couvertures-vaccinales-des-adolescent-et-adultes-departement.csv".to_owned(),
                Box::new(|w, out| vaccination::departements(w, out)),
            ),
            plan(
                "couvertures-vaccinales-des-adolescents-et-adultes-depuis-2011-region.csv".to_owned(),
                Box::new(|w, out| vaccination::regions(w, out)),
            ),
        ]);
    }
    plans
}
