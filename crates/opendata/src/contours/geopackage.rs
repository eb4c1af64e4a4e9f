//! GeoPackage: an SQLite file whose tables hold shapes.
//!
//! The bundled SQLite is the one that the storage layer links, so that a process has only one copy of it.

use std::io::Write;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags, Row};
use tempfile::NamedTempFile;
use territory::geometry::Polygon;

use super::Take;
use super::crs::{Crs, UnknownCrs};
use super::feature::{Feature, Properties, Subject, is_used};
use super::wkb;
use crate::error::{Cut, ReadError};
use crate::kinds::Opening;
use crate::text;

/// A table of shapes.
struct Layer {
    table: String,
    geometry: String,
    /// Columns that we use.
    columns: Vec<String>,
    subject: Subject,
    crs: Result<Crs, UnknownCrs>,
}

/// Hands over the features of the layers of contours or neighbourhoods.
pub(crate) fn each(opening: &mut Opening<'_>, take: &mut Take<'_>) -> Result<Option<Crs>, ReadError> {
    let name = opening.member.name.clone();
    let file = unpacked(opening)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(file.path(), flags).map_err(|error| refusal(&name, &error))?;
    let layers = layers(&database).map_err(|error| refusal(&name, &error))?;
    if layers.is_empty() {
        let detail =
            "Aucune de ses couches n’est un contour de communes, d’IRIS ou de quartiers prioritaires. \
                      Donnez le fichier ADMIN EXPRESS, CONTOURS IRIS ou celui des quartiers prioritaires."
                .to_owned();
        return Err(ReadError::Geometry { name, detail });
    }
    let mut rank = 0;
    for layer in chosen(layers) {
        let crs = match &layer.crs {
            Ok(crs) => *crs,
            Err(unknown) => return Err(ReadError::Geometry { name, detail: unknown.sentence() }),
        };
        read_layer(&database, &layer, &mut |properties, shape| {
            rank += 1;
            take(Feature { rank, properties, shape, crs: Some(crs) })
        })
        .map_err(|error| error.in_file(&name))?;
    }
    Ok(None)
}

/// SQLite reads from a disk: what comes from an archive or an upload is first written there.
fn unpacked(opening: &mut Opening<'_>) -> Result<NamedTempFile, ReadError> {
    let name = &opening.member.name;
    let failed = |error| ReadError::io(name, error);
    let mut file = NamedTempFile::new().map_err(failed)?;
    let mut opened = opening.member.open()?;
    let mut told = 0;
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read = opened.reader.read(&mut buffer).map_err(failed)?;
        if read == 0 {
            break;
        }
        file.write_all(&buffer[..read]).map_err(failed)?;
        let consumed = opened.consumed.get();
        opening.progress.advance(consumed - told);
        told = consumed;
    }
    file.flush().map_err(failed)?;
    Ok(file)
}

fn refusal(name: &str, error: &rusqlite::Error) -> ReadError {
    let name = name.to_owned();
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            ReadError::Truncated { name, cut: Cut::Archive }
        }
        _ => {
            let detail = "C’est une base SQLite, mais pas un GeoPackage : ses couches ne sont pas décrites. \
                          Donnez le fichier .gpkg du producteur."
                .to_owned();
            ReadError::Geometry { name, detail }
        }
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn layers(database: &Connection) -> rusqlite::Result<Vec<Layer>> {
    let mut tables = database.prepare(
        "SELECT g.table_name, g.column_name, g.geometry_type_name, s.organization, s.organization_coordsys_id, \
         s.srs_name || ' ' || s.definition \
         FROM gpkg_geometry_columns g LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id \
         ORDER BY g.table_name",
    )?;
    let mut rows = tables.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let kind: String = row.get(2)?;
        if !matches!(
            kind.to_ascii_uppercase().as_str(),
            "GEOMETRY" | "POLYGON" | "MULTIPOLYGON" | "MULTISURFACE"
        ) {
            continue;
        }
        let (table, geometry): (String, String) = (row.get(0)?, row.get(1)?);
        let columns = columns(database, &table)?;
        if let Some(subject) = subject(&columns) {
            found.push(Layer { table, geometry, columns, subject, crs: layer_crs(row)? });
        }
    }
    Ok(found)
}

fn columns(database: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut names = database.prepare("SELECT name FROM pragma_table_info(?1)")?;
    let names = names.query_map([table], |row| row.get::<_, String>(0))?;
    names.filter(|name| name.as_ref().map_or(true, |name| is_used(&text::normalise(name)))).collect()
}

/// What a table draws, by the names of its columns.
fn subject(columns: &[String]) -> Option<Subject> {
    let mut properties = Properties::default();
    for column in columns {
        properties.add(column, || Some("present".to_owned()));
    }
    properties.subject()
}

fn layer_crs(row: &Row<'_>) -> rusqlite::Result<Result<Crs, UnknownCrs>> {
    let organization: Option<String> = row.get(3)?;
    let number: Option<u32> = row.get(4)?;
    let description: Option<String> = row.get(5)?;
    let epsg = organization.is_some_and(|name| name.eq_ignore_ascii_case("EPSG"));
    if let Some(crs) = number.map(Crs).filter(|crs| epsg && crs.is_known()) {
        return Ok(Ok(crs));
    }
    let description = description.unwrap_or_default();
    let named = described(&description).map(Crs);
    Ok(named.ok_or_else(|| UnknownCrs(description.chars().take(60).collect())))
}

/// The systems that IGN names in its own register.
fn described(description: &str) -> Option<u32> {
    let plain = text::normalise(description);
    let names = [
        ("lamb93", 2154),
        ("lambert_93", 2154),
        ("rgaf09utm20", 5490),
        ("utm22rgfg95", 2972),
        ("rgr92utm40s", 2975),
        ("rgm04utm38s", 4471),
        ("rgspm06u21", 4467),
        ("wgs84g", 4326),
    ];
    names.iter().find(|(name, _)| plain.contains(name)).map(|(_, code)| *code)
}

/// Among layers with commune codes, those of communes and municipal arrondissements: ADMIN EXPRESS has others
/// (delegated communes, cantons, départements) whose code column has the same name.
fn chosen(layers: Vec<Layer>) -> Vec<Layer> {
    let draws_communes = |layer: &Layer| {
        let table = text::normalise(&layer.table);
        let others = ["associee", "deleguee", "chflieu", "chef_lieu"];
        (table.contains("commune") || table.contains("arrondissement_municipal"))
            && !others.iter().any(|other| table.contains(other))
    };
    let is_commune = |layer: &&Layer| layer.subject == Subject::Commune;
    let candidates = layers.iter().filter(is_commune).count();
    let sure = layers.iter().filter(is_commune).filter(|layer| draws_communes(layer)).count();
    layers
        .into_iter()
        .filter(|layer| {
            layer.subject != Subject::Commune || draws_communes(layer) || (sure == 0 && candidates == 1)
        })
        .collect()
}

/// Why a layer could not be read to its end.
enum LayerError {
    Database(rusqlite::Error),
    Taking(ReadError),
}

impl LayerError {
    fn in_file(self, name: &str) -> ReadError {
        match self {
            Self::Database(error) => refusal(name, &error),
            Self::Taking(error) => error,
        }
    }
}

impl From<rusqlite::Error> for LayerError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

type Shape = Result<Vec<Polygon>, String>;

fn read_layer(
    database: &Connection,
    layer: &Layer,
    take: &mut dyn FnMut(Properties, Shape) -> Result<(), ReadError>,
) -> Result<(), LayerError> {
    let columns: Vec<String> =
        std::iter::once(&layer.geometry).chain(&layer.columns).map(|column| quoted(column)).collect();
    let query = format!("SELECT {} FROM {}", columns.join(", "), quoted(&layer.table));
    let mut statement = database.prepare(&query)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let shape = match row.get_ref(0)? {
            ValueRef::Blob(blob) => wkb::polygons(blob),
            _ => Err("aucun contour".to_owned()),
        };
        let mut properties = Properties::default();
        for (rank, column) in layer.columns.iter().enumerate() {
            let value = row.get_ref(rank + 1)?;
            properties.add(column, || cell(value));
        }
        take(properties, shape).map_err(LayerError::Taking)?;
    }
    Ok(())
}

fn cell(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Text(text) => Some(text::decode(text).into_owned()),
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Null | ValueRef::Blob(_) => None,
    }
}
