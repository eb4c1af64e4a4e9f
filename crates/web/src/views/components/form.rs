//! Fields that keep what was typed and say what is wrong with it.

use super::Link;

/// How a field is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One line.
    Text,
    /// One line, for a search.
    Search,
    /// A whole number: digits and spaces, with a numeric keyboard.
    Number,
    /// An e-mail address that the browser may fill in.
    Email,
    /// A password: the one of the account, or a new one that the browser may draw and keep.
    Password {
        /// Whether it is being chosen.
        new: bool,
    },
    /// A code that is read on a telephone or on paper.
    Code,
    /// Several lines.
    Area {
        /// Visible lines.
        rows: u8,
    },
    /// A file.
    File {
        /// What the file chooser shows first: `.csv,.xlsx`.
        accept: &'static str,
    },
}

/// A field with its label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Identifier in the page; the name unless several forms of a page share it.
    pub id: String,
    /// Name in the form.
    pub name: &'static str,
    /// Label.
    pub label: String,
    /// How it is typed.
    pub kind: FieldKind,
    /// What was typed.
    pub value: String,
    /// What to type, under the label.
    pub hint: Option<String>,
    /// What is wrong.
    pub error: Option<String>,
    /// Whether the form needs it.
    pub required: bool,
    /// Whether it is the first error of its form: the page opens on it when there is no summary.
    pub autofocus: bool,
}

impl Field {
    /// A line of text.
    pub fn new(name: &'static str, label: impl Into<String>) -> Self {
        Self {
            id: name.to_owned(),
            name,
            label: label.into(),
            kind: FieldKind::Text,
            value: String::new(),
            hint: None,
            error: None,
            required: false,
            autofocus: false,
        }
    }

    /// Sets how it is typed.
    #[must_use]
    pub fn kind(mut self, kind: FieldKind) -> Self {
        self.kind = kind;
        self
    }

    /// Sets what was typed.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// Says what to type.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Says what is wrong, if anything.
    #[must_use]
    pub fn error(mut self, error: Option<String>) -> Self {
        self.error = error;
        self
    }

    /// The form needs it.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Another identifier, when several forms of a page share the name.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// Identifiers of the hint and of the error, for `aria-describedby`.
    pub fn described_by(&self) -> String {
        let mut ids = Vec::new();
        if self.hint.is_some() {
            ids.push(format!("{}-aide", self.id));
        }
        if self.error.is_some() {
            ids.push(format!("{}-erreur", self.id));
        }
        ids.join(" ")
    }

    /// Whether it takes several lines.
    pub fn rows(&self) -> Option<u8> {
        if let FieldKind::Area { rows } = self.kind { Some(rows) } else { None }
    }

    /// What the file chooser shows, for a file.
    pub fn accept(&self) -> Option<&'static str> {
        if let FieldKind::File { accept } = self.kind { Some(accept) } else { None }
    }

    /// Type of the input.
    pub fn input_type(&self) -> &'static str {
        match self.kind {
            FieldKind::Search => "search",
            FieldKind::File { .. } => "file",
            FieldKind::Email => "email",
            FieldKind::Password { .. } => "password",
            FieldKind::Text | FieldKind::Code | FieldKind::Number | FieldKind::Area { .. } => "text",
        }
    }

    /// For a new password, what the script checks while it is typed: `12:4 14:3` (characters and kinds), words.
    pub fn password_rule(&self) -> Option<(String, u32)> {
        if self.kind != (FieldKind::Password { new: true }) {
            return None;
        }
        let rules = &domain::securite::rules().ok()?.password;
        let class = |class: &domain::securite::PasswordClass| format!("{}:{}", class.length, class.kinds);
        let classes: Vec<String> = rules.classes.iter().map(class).collect();
        Some((classes.join(" "), rules.phrase_words))
    }

    /// What the browser may fill in by itself.
    pub fn autocomplete(&self) -> &'static str {
        match self.kind {
            FieldKind::Email => "username",
            FieldKind::Password { new: true } => "new-password",
            FieldKind::Password { new: false } => "current-password",
            FieldKind::Code => "one-time-code",
            _ => "off",
        }
    }

    /// Whether a phone shows its numeric keyboard. `type=number` would refuse « 47 617 ».
    pub fn is_number(&self) -> bool {
        self.kind == FieldKind::Number
    }
}

/// One option of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opt {
    /// Value in the form.
    pub value: String,
    /// Label.
    pub label: String,
    /// A remark under the label.
    pub hint: Option<String>,
    /// Whether it is chosen.
    pub selected: bool,
}

impl Opt {
    /// Value, label, whether it is chosen.
    pub fn new(value: impl Into<String>, label: impl Into<String>, selected: bool) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, selected }
    }

    /// Adds a remark.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// A choice among options: list, radio buttons or boxes, as the template decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Prefix of the identifiers in the page.
    pub id: String,
    /// Name in the form.
    pub name: &'static str,
    /// Label or legend.
    pub label: String,
    /// Options.
    pub options: Vec<Opt>,
    /// What is wrong.
    pub error: Option<String>,
}

impl Choice {
    /// A choice whose identifier is its name.
    pub fn new(name: &'static str, label: impl Into<String>, options: Vec<Opt>) -> Self {
        Self { id: name.to_owned(), name, label: label.into(), options, error: None }
    }

    /// Another identifier, when several choices of a page share the name.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }
}

/// What is wrong with a form, at its top, each error with a link to its field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormErrors {
    /// Errors, in the order of the fields.
    pub links: Vec<Link>,
}

impl FormErrors {
    /// Gathers the errors of fields.
    pub fn of(fields: &[&Field]) -> Self {
        let link = |field: &&Field| {
            field.error.as_ref().map(|error| Link::new(error.clone(), format!("#{}", field.id)))
        };
        Self { links: fields.iter().filter_map(link).collect() }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.links.is_empty()
    }
}
