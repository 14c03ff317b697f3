//! Retention: how long things are kept, at the intake and by officers.

/// How long what is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Retention {
    pub(super) drop_after_all_fetched: bool,
    pub(super) keep_unaccounted_days: i32,
    pub(super) keep_reply_days: i32,
    pub(super) keep_access_months: u16,
    pub(super) spam_days: i32,
    pub(super) not_recognised_months: u16,
    pub(super) examined_months: u16,
    pub(super) forwarded_days: i32,
    pub(super) hold_review_months: u16,
    pub(super) identity_before_case_days: i32,
    pub(super) officer_log_months: u16,
}

impl Retention {
    /// Days until spam is deleted.
    pub fn spam_days(&self) -> i32 {
        self.spam_days
    }

    /// Months after the notice, for what was not recognised and led to nothing.
    pub fn not_recognised_months(&self) -> u16 {
        self.not_recognised_months
    }

    /// Months after the conclusion, if there were no proceedings.
    pub fn examined_months(&self) -> u16 {
        self.examined_months
    }

    /// Days after the other institution confirmed that it has it.
    pub fn forwarded_days(&self) -> i32 {
        self.forwarded_days
    }

    /// Months between two looks at a case on hold.
    pub fn hold_review_months(&self) -> u16 {
        self.hold_review_months
    }

    /// Days before its case that the identity is deleted; 0: the same day.
    pub fn identity_before_case_days(&self) -> i32 {
        self.identity_before_case_days
    }

    /// Months of the officers' own log.
    pub fn officer_log_months(&self) -> u16 {
        self.officer_log_months
    }
}
