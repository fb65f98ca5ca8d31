//! Where a person's tasks have come to.

/// A number that stands for all tasks of a person as they are: any change of one of them gives another. Whatever was made
/// of the tasks at a revision is good for as long as the revision stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revision(i64);

impl Revision {
    /// As the database has it.
    pub(super) const fn new(number: i64) -> Self {
        Self(number)
    }
}
