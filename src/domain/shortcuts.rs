//! Whether keys act by themselves on the list of tasks.

/// What a person chose; the keys act unless they said otherwise (WCAG 2.2, 2.1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[allow(missing_docs)]
pub enum Shortcuts {
    #[default]
    On,
    Off,
}

impl Shortcuts {
    /// What a box says that is checked or not.
    #[must_use]
    pub const fn checked(is_checked: bool) -> Self {
        if is_checked { Self::On } else { Self::Off }
    }

    /// Whether they act.
    #[must_use]
    pub const fn are_on(self) -> bool {
        matches!(self, Self::On)
    }

    /// As the database and the export have it; nothing is kept of what goes without saying.
    #[must_use]
    pub const fn chosen(self) -> Option<&'static str> {
        if self.are_on() { None } else { Some("off") }
    }

    /// Reads that.
    #[must_use]
    pub fn parse(raw: Option<&str>) -> Self {
        Self::checked(raw != Some("off"))
    }
}
