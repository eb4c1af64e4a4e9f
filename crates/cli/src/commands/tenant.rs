//! The CPTS that a command is about.

use app::{App, Cpts};

use super::app_failure;
use crate::failure::Failure;

/// The CPTS of a name, or the only one.
pub async fn chosen(app: &App, name: Option<&str>) -> Result<Cpts, Failure> {
    let mut all = app.cpts_list().await.map_err(|error| app_failure(&error))?;
    match name {
        Some(name) => all.into_iter().find(|cpts| cpts.name == name.trim()).ok_or_else(|| {
            Failure::new(format!(
                "Aucune CPTS ne s’appelle « {name} ». Enregistrez-la avec maillage serve --cpts."
            ))
        }),
        None if all.len() == 1 => Ok(all.remove(0)),
        None if all.is_empty() => Err(Failure::new(
            "Cette instance n’a pas encore de CPTS. Enregistrez-en une avec maillage serve --cpts.",
        )),
        None => {
            let names: Vec<String> = all.into_iter().map(|cpts| format!("« {} »", cpts.name)).collect();
            Err(Failure::usage(format!(
                "Cette instance a plusieurs CPTS. Choisissez avec --cpts : {}.",
                names.join(", ")
            )))
        }
    }
}
