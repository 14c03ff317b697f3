//! Labels (domain separation): what a key or a tag is for.
//!
//! One secret serves several purposes only if none can be shown for another (domain separation).
//! Each purpose has a label of its own; where a message follows, a zero byte stands between, and
//! no label holds one, so no two framings meet.

/// Distinct for each purpose, like `svilpe/v1/locator`; never used again with another meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label(&'static str);

impl Label {
    /// As a constant: one with a zero byte does not compile.
    ///
    /// ```compile_fail
    /// use svilpe::keys::label::Label;
    /// const TWO_IN_ONE: Label = Label::new("svilpe/v1/locator\0more");
    /// ```
    pub const fn new(name: &'static str) -> Self {
        let (bytes, mut at) = (name.as_bytes(), 0);
        while at < bytes.len() {
            assert!(bytes[at] != 0, "a zero byte ends a label");
            at += 1;
        }
        Self(name)
    }

    /// Its bytes, none of them zero.
    pub fn as_bytes(self) -> &'static [u8] {
        self.0.as_bytes()
    }
}
