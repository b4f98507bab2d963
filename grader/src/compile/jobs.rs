//! How many processes one search may use.

/// How many processes one search may use: one, unless it is said that processors are to spare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Jobs(usize);

impl Default for Jobs {
    fn default() -> Self {
        Self(1)
    }
}

impl Jobs {
    /// So many as are asked for, or one.
    #[must_use]
    pub fn asked(jobs: Option<u16>) -> Self {
        jobs.map_or_else(Self::default, |jobs| Self(jobs.into()))
    }

    /// One, where runs are confined: there no process starts others.
    #[must_use]
    pub fn unless(self, confined: bool) -> Self {
        if confined { Self::default() } else { self }
    }

    /// How many, if there is more than one.
    #[must_use]
    pub fn several(self) -> Option<usize> {
        (self.0 > 1).then_some(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_has_what_is_asked_for_and_one_process_where_it_is_confined() {
        assert_eq!(Jobs::asked(Some(4)).several(), Some(4));
        assert_eq!(Jobs::asked(Some(1)).several(), None);
        assert_eq!(Jobs::asked(Some(4)).unless(true).several(), None);
        assert_eq!(Jobs::default().several(), None);
    }
}
