//! From the records of a kind to a reading: passport, coverage, checks.

use territory::{Layer, Passport, Vintage};

use crate::checks;
use crate::publication::publication;
use crate::report::Report;
use crate::{Context, Reading};

/// What a kind read, before anything is checked.
pub(crate) struct Draft {
    /// The records.
    pub(crate) layer: Layer,
    /// When they were true.
    pub(crate) vintage: Vintage,
    /// Year of the commune codes.
    pub(crate) geography: i16,
    /// What it covers, in French, where counting départements does not say it.
    pub(crate) coverage: Option<String>,
    /// How the figures were estimated, in French.
    pub(crate) estimated: Option<String>,
    /// Title, where it is not the usual one of the kind.
    pub(crate) title: Option<String>,
    /// Producer, where it is not the usual one of the kind.
    pub(crate) producer: Option<String>,
    /// Rows kept and rejected.
    pub(crate) report: Report,
}

impl Draft {
    /// Records as published.
    pub(crate) fn new(layer: Layer, vintage: Vintage, geography: i16, report: Report) -> Self {
        Self {
            layer,
            vintage,
            geography,
            coverage: None,
            estimated: None,
            title: None,
            producer: None,
            report,
        }
    }

    /// Adds the passport and the checks that all kinds share.
    pub(crate) fn finish(self, context: &Context<'_>) -> Reading {
        let Self { layer, vintage, geography, mut report, .. } = self;
        checks::check(&mut report, &layer, (&vintage, geography), context);
        let kind = layer.kind();
        let usual = publication(kind);
        let coverage = self.coverage.unwrap_or_else(|| checks::coverage(&report.departements));
        let title = self.title.unwrap_or_else(|| usual.title.to_owned());
        let passport = if context.fictitious {
            Passport {
                kind,
                title,
                producer: "Territoire fictif".to_owned(),
                vintage,
                geography,
                licence: "sans objet".to_owned(),
                address: None,
                coverage,
                estimated: self.estimated,
                fictitious: true,
            }
        } else {
            Passport {
                kind,
                title,
                producer: self.producer.unwrap_or_else(|| usual.producer.to_owned()),
                vintage,
                geography,
                licence: usual.licence.to_owned(),
                address: usual.address.map(str::to_owned),
                coverage,
                estimated: self.estimated,
                fictitious: false,
            }
        };
        Reading { passport, layer, report }
    }
}
