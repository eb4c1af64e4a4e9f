//! What just happened, what deserves a look, what is not there yet.

use super::Link;

/// Colour of a message. The words alone must suffice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Info,
    /// To look at.
    Attention,
    /// Done.
    Success,
    /// As it should be.
    Good,
    /// Neither.
    Plain,
}

impl Tone {
    /// Class of the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Tone::Info => "info",
            Tone::Attention => "attention",
            Tone::Success | Tone::Good => "success",
            Tone::Plain => "plain",
        }
    }

    /// Said first, for those who do not see the colour.
    pub fn word(self) -> &'static str {
        match self {
            Tone::Info => "Information",
            Tone::Attention => "Attention",
            Tone::Success => "C'est fait",
            Tone::Good => "En ordre",
            Tone::Plain => "À noter",
        }
    }
}

/// A form that is only a button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionForm {
    /// Text of the button: a verb and its object.
    pub label: String,
    /// Where it posts.
    pub url: String,
    /// Hidden fields: name, value.
    pub hidden: Vec<(String, String)>,
}

impl ActionForm {
    /// A button that posts nothing but itself.
    pub fn new(label: impl Into<String>, url: impl Into<String>) -> Self {
        Self { label: label.into(), url: url.into(), hidden: Vec::new() }
    }

    /// Adds a hidden field.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.hidden.push((name.to_owned(), value.into()));
        self
    }
}

/// A message in the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Colour.
    pub tone: Tone,
    /// The sentence.
    pub text: String,
    /// What it is about, in full.
    pub details: Vec<String>,
    /// What can be done about it with a button, such as taking it back.
    pub action: Option<ActionForm>,
    /// Where to go to do something about it.
    pub link: Option<Link>,
}

impl Notice {
    /// A message without details.
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, text: text.into(), details: Vec::new(), action: None, link: None }
    }

    /// Adds details.
    #[must_use]
    pub fn with_details(mut self, details: Vec<String>) -> Self {
        self.details = details;
        self
    }

    /// Adds a button.
    #[must_use]
    pub fn with_action(mut self, action: ActionForm) -> Self {
        self.action = Some(action);
        self
    }

    /// Adds a link.
    #[must_use]
    pub fn with_link(mut self, link: Link) -> Self {
        self.link = Some(link);
        self
    }
}

/// What stands where a list will be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmptyState {
    /// What is not there.
    pub title: &'static str,
    /// What to do.
    pub text: String,
    /// Where to do it.
    pub link: Option<Link>,
}
