//! Whole tables as lines of JSON, and back: for backups and for moving to another database.
//!
//! The types of the columns come from the entities. A line of an earlier release may lack a column that came since:
//! it takes the default of the table. A column that is not known any more is refused.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::authz::Operates;
use sea_orm::sea_query::{Alias, ColumnType, IntoIden, Query, Value, ValueTuple};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IdenStatic, Identity, Iterable, ModelTrait,
    PrimaryKeyToColumn,
};
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{ReadTx, StorageError, WriteTx, entities};

/// Lines read or written at once.
const PAGE: u64 = 400;
/// The same where one line may weigh megabytes.
const HEAVY_PAGE: u64 = 2;
const HEAVY: &str = "dataset_part";

macro_rules! tables {
    ($($table:ident),* $(,)? ; former: $($former:ident),*) => {
        /// Every table, in an order in which no row refers to a later one.
        pub const TABLES: &[&str] = &[$(stringify!($table)),*];
        /// Tables that this release no longer has and that an earlier backup may hold.
        pub const FORMER_TABLES: &[&str] = &[$(stringify!($former)),*];

        async fn page(db: &impl ConnectionTrait, table: &str, after: Option<ValueTuple>) -> Result<Page, StorageError> {
            match table {
                $(stringify!($table) => page_of::<entities::$table::Entity>(db, table, after).await,)*
                _ => Err(unknown(table)),
            }
        }

        fn types(table: &str) -> Result<Vec<(&'static str, ColumnType)>, StorageError> {
            match table {
                $(stringify!($table) => Ok(types_of::<entities::$table::Entity>()),)*
                $(stringify!($former) => Ok(types_of::<entities::$former::Entity>()),)*
                _ => Err(unknown(table)),
            }
        }
    };
}

tables! {
    cpts, territoire, variante, variante_revision, dataset, dataset_part, reference_state, user_account, session,
    one_time_token, totp, passkey, recovery_code, external_identity, throttle, institution, cpts_role,
    institution_role, access_grant, guest_link, invitation, association, bank_account, audit_entry, audit_head, job,
    schedule, mail, backup, traitement, demande_droits, violation, piece, releve, diagnostic_fige,
    personne, structure, groupe, mandat, reunion, presence, lien_personnel, reglage,
    lot, brouillon_import,
    fusion, doublon_ecarte,
    feuille_presence,
    decision, convocation, compte_rendu,
    campagne, sollicitation,
    questionnaire, reponse, difficulte,
    procuration, vote, emargement, bulletin, adhesion,
    dossier, depot, saisine, redaction, commentaire,
    correction, avis, decision_dossier,
    objectif, subvention, subvention_figee,
    contrat, contrat_version, indicateur,
    mouvement, depense,
    preuve, dialogue, dialogue_envoi, dialogue_destinataire, dialogue_position,
    suivi, objectif_region, outil, outil_version, experience;
    former: audit_event
}

/// Tables that the program fills by itself: rows there do not make a database one that is in use.
const BY_ITSELF: &[&str] = &["reference_state", "schedule", "throttle"];

/// Some lines of a table.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// One JSON object a row.
    pub rows: Vec<String>,
    /// Where the next page starts; `None` after the last one.
    pub next: Option<Place>,
}

/// A place in a table.
#[derive(Clone, Debug)]
pub struct Place(ValueTuple);

/// What a table holds: how many rows, and a hash that does not depend on their order.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TableSum {
    /// Rows.
    pub rows: u64,
    /// SHA-256 of the sorted SHA-256 of the rows, in hexadecimal.
    pub sha256: String,
}

/// Adds up the rows of a table. Keeps 32 bytes a row: two databases do not sort alike.
#[derive(Clone, Debug, Default)]
pub struct Summing {
    rows: Vec<[u8; 32]>,
}

impl Summing {
    /// One more row.
    pub fn add(&mut self, row: &str) {
        self.rows.push(Sha256::digest(row.as_bytes()).into());
    }

    /// The sum.
    pub fn finish(mut self) -> TableSum {
        self.rows.sort_unstable();
        let all = self.rows.iter().fold(Sha256::new(), |hash, row| hash.chain_update(row));
        TableSum { rows: self.rows.len() as u64, sha256: hex(&all.finalize()) }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unknown(table: &str) -> StorageError {
    StorageError::inconsistent("backup", table, "a table that this release does not know")
}

async fn page_of<E>(
    db: &impl ConnectionTrait,
    table: &str,
    after: Option<ValueTuple>,
) -> Result<Page, StorageError>
where
    E: EntityTrait,
    E::Model: Sync,
    E::PrimaryKey: PrimaryKeyToColumn<Column = E::Column>,
{
    let keys: Vec<_> = E::PrimaryKey::iter().map(|key| key.into_column().into_iden()).collect();
    let order = match keys.as_slice() {
        [one] => Identity::Unary(one.clone()),
        [one, two] => Identity::Binary(one.clone(), two.clone()),
        _ => Identity::Many(keys),
    };
    let limit = if table == HEAVY { HEAVY_PAGE } else { PAGE };
    let mut cursor = E::find().cursor_by(order);
    if let Some(after) = after {
        cursor.after(after);
    }
    let models = cursor.first(limit).all(db).await?;
    let full = models.len() as u64 == limit;
    let next = models.last().filter(|_| full).map(|last| Place(last.get_primary_key_value()));
    let rows = models.iter().map(|model| line::<E>(table, model)).collect::<Result<_, _>>()?;
    Ok(Page { rows, next })
}

fn line<E: EntityTrait>(table: &str, model: &E::Model) -> Result<String, StorageError> {
    let mut object = Map::new();
    for column in E::Column::iter() {
        let json = match model.get(column) {
            Value::Bool(value) => value.map(Json::from),
            Value::BigInt(value) => value.map(Json::from),
            Value::String(value) => value.map(Json::from),
            Value::Uuid(value) => value.map(|id| Json::from(id.to_string())),
            Value::Bytes(value) => value.map(|bytes| Json::from(STANDARD.encode(bytes))),
            other => return Err(StorageError::inconsistent("backup", table, format!("type of {other:?}"))),
        };
        object.insert(column.as_str().to_owned(), json.unwrap_or(Json::Null));
    }
    Ok(Json::Object(object).to_string())
}

fn types_of<E: EntityTrait>() -> Vec<(&'static str, ColumnType)> {
    E::Column::iter().map(|column| (column.as_str(), column.def().get_column_type().clone())).collect()
}

/// A value of a line as its column keeps it; `None` when it does not fit.
fn stored(json: &Json, kind: &ColumnType) -> Option<Value> {
    let text = json.as_str();
    Some(match (kind, json) {
        (ColumnType::Uuid, Json::Null) => Value::Uuid(None),
        (ColumnType::Uuid, _) => Value::Uuid(Some(Uuid::parse_str(text?).ok()?)),
        (ColumnType::Boolean, Json::Null) => Value::Bool(None),
        (ColumnType::Boolean, _) => Value::Bool(Some(json.as_bool()?)),
        (ColumnType::BigInteger, Json::Null) => Value::BigInt(None),
        (ColumnType::BigInteger, _) => Value::BigInt(Some(json.as_i64()?)),
        (ColumnType::String(_) | ColumnType::Text, Json::Null) => Value::String(None),
        (ColumnType::String(_) | ColumnType::Text, _) => Value::String(Some(text?.to_owned())),
        (ColumnType::Blob | ColumnType::VarBinary(_) | ColumnType::Binary(_), Json::Null) => {
            Value::Bytes(None)
        }
        (ColumnType::Blob | ColumnType::VarBinary(_) | ColumnType::Binary(_), _) => {
            Value::Bytes(Some(STANDARD.decode(text?).ok()?))
        }
        _ => return None,
    })
}

/// Reads lines against the columns of their table.
fn typed(table: &str, rows: &[String]) -> Result<(Vec<Alias>, Vec<Vec<Value>>), StorageError> {
    let wrong = |detail: String| StorageError::inconsistent("backup", table, detail);
    let types = types(table)?;
    let mut columns: Vec<&'static str> = Vec::new();
    let mut values = Vec::with_capacity(rows.len());
    for (rank, row) in rows.iter().enumerate() {
        let object: Map<String, Json> =
            serde_json::from_str(row).map_err(|error| wrong(error.to_string()))?;
        if let Some(key) = object.keys().find(|key| !types.iter().any(|(name, _)| name == key)) {
            return Err(wrong(format!("unknown column {key}")));
        }
        let present = types.iter().filter(|(name, _)| object.contains_key(*name));
        let (names, kinds): (Vec<_>, Vec<_>) = present.map(|(name, kind)| (*name, kind)).unzip();
        if rank == 0 {
            columns = names;
        } else if columns != names {
            return Err(wrong("rows with other columns".to_owned()));
        }
        let read = columns.iter().zip(kinds).map(|(name, kind)| {
            stored(&object[*name], kind).ok_or_else(|| wrong(format!("value of {name}")))
        });
        values.push(read.collect::<Result<Vec<_>, _>>()?);
    }
    Ok((columns.into_iter().map(Alias::new).collect(), values))
}

/// Whether lines can be written in this table: their columns and values are those of today.
///
/// # Errors
/// [`StorageError::Inconsistent`] says what cannot.
pub fn check_rows(table: &str, rows: &[String]) -> Result<(), StorageError> {
    typed(table, rows).map(|_| ())
}

impl ReadTx {
    /// Some lines of a table, by key, after a place; one state of the data for the whole transaction.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn dump_page(
        &self,
        _: &Operates,
        table: &str,
        after: Option<Place>,
    ) -> Result<Page, StorageError> {
        page(&self.txn, table, after.map(|place| place.0)).await
    }

    /// Whether nobody ever used this database.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn is_unused(&self, _: &Operates) -> Result<bool, StorageError> {
        unused(&self.txn).await
    }
}

async fn unused(db: &impl ConnectionTrait) -> Result<bool, StorageError> {
    for table in TABLES.iter().filter(|table| !BY_ITSELF.contains(table)) {
        let any = Query::select()
            .expr(sea_orm::sea_query::Expr::value(1))
            .from(Alias::new(*table))
            .limit(1)
            .to_owned();
        if db.query_one(&any).await?.is_some() {
            return Ok(false);
        }
    }
    Ok(true)
}

impl WriteTx {
    /// Some lines of a table as this transaction sees them.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn written_page(
        &self,
        _: &Operates,
        table: &str,
        after: Option<Place>,
    ) -> Result<Page, StorageError> {
        page(&self.txn, table, after.map(|place| place.0)).await
    }

    /// Whether nobody ever used this database.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn is_unused(&self, _: &Operates) -> Result<bool, StorageError> {
        unused(&self.txn).await
    }

    /// Empties every table.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn empty_tables(&self, _: &Operates) -> Result<(), StorageError> {
        for table in TABLES.iter().rev() {
            let all = Query::delete().from_table(Alias::new(*table)).to_owned();
            self.run(self.txn.execute(&all)).await?;
        }
        Ok(())
    }

    /// Writes lines in a table.
    ///
    /// # Errors
    /// When a line does not fit the table or the database refuses.
    pub async fn load_rows(&self, _: &Operates, table: &str, rows: &[String]) -> Result<(), StorageError> {
        if rows.is_empty() {
            return Ok(());
        }
        let (columns, values) = typed(table, rows)?;
        let mut insert = Query::insert();
        insert.into_table(Alias::new(table)).columns(columns);
        for row in values {
            let row = row.into_iter().map(sea_orm::sea_query::Expr::value);
            insert.values(row).map_err(|error| StorageError::Database(DbErr::Custom(error.to_string())))?;
        }
        self.run(self.txn.execute(&insert)).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entity_is_in_the_list() {
        let sources = [
            include_str!("entities/accounts.rs"),
            include_str!("entities/argent.rs"),
            include_str!("entities/communaute.rs"),
            include_str!("entities/contrats.rs"),
            include_str!("entities/diagnostic.rs"),
            include_str!("entities/dialogues.rs"),
            include_str!("entities/dossiers.rs"),
            include_str!("entities/doublons.rs"),
            include_str!("entities/gouvernance.rs"),
            include_str!("entities/house.rs"),
            include_str!("entities/imports.rs"),
            include_str!("entities/instruction.rs"),
            include_str!("entities/mobilisation.rs"),
            include_str!("entities/objectifs.rs"),
            include_str!("entities/organisations.rs"),
            include_str!("entities/presences.rs"),
            include_str!("entities/questionnaires.rs"),
            include_str!("entities/region.rs"),
            include_str!("entities/reunions.rs"),
            include_str!("entities/territory.rs"),
            include_str!("entities/traces.rs"),
        ];
        let entities = sources.iter().flat_map(|text| text.split("entity!(").skip(1));
        let mut entities: Vec<&str> = entities.filter_map(|rest| rest.split('"').nth(1)).collect();
        let mut listed: Vec<&str> = TABLES.iter().chain(FORMER_TABLES).copied().collect();
        entities.sort_unstable();
        listed.sort_unstable();
        assert_eq!(entities, listed);
    }

    #[test]
    fn a_sum_does_not_depend_on_the_order_and_sees_every_change() {
        let sum = |rows: &[&str]| {
            let mut summing = Summing::default();
            rows.iter().for_each(|row| summing.add(row));
            summing.finish()
        };
        assert_eq!(sum(&["a", "b"]), sum(&["b", "a"]));
        assert_ne!(sum(&["a", "b"]), sum(&["a", "c"]));
        assert_ne!(sum(&["a", "a"]), sum(&["a"]));
        assert_eq!(sum(&[]).rows, 0);
    }

    #[test]
    fn a_line_that_does_not_fit_its_table_is_refused() {
        let check = |table: &str, row: &str| check_rows(table, &[row.to_owned()]);
        let good = r#"{"key":"a","window_started_at":1,"hits":2}"#;
        assert!(check("throttle", good).is_ok());
        assert!(check("no_such_table", good).is_err());
        assert!(check("throttle", r#"{"key":1,"window_started_at":1,"hits":2}"#).is_err());
        assert!(check("throttle", r#"{"key":"a","window_started_at":1,"hits":2,"more":3}"#).is_err());
        assert!(check("throttle", "{").is_err());
        let other = r#"{"key":"a","hits":2}"#.to_owned();
        assert!(check_rows("throttle", &[good.to_owned(), other]).is_err());
    }
}
