//! The anonymity self-check: eight answers in, a risk and advice out, nothing kept.
//!
//! Knows the questions and how heavy each weighs. Never knows who asks: the
//! answers come in one POST, live for one page and are not stored.
//!
//! How heavy: a work device in use right now, or a document that names its
//! reader, points at one person by itself (high). Few insiders, earlier talk
//! and the like point there together (two: medium, four: high).

/// One question; its name in the form is [`SelfCheckQuestion::name`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SelfCheckQuestion {
    Few,
    Told,
    Named,
    Opened,
    Device,
    Alone,
    Before,
    Style,
}

/// How easily the reporter could be recognised.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Risk {
    Low,
    Medium,
    High,
}

/// What came back from the form. A question without an answer counts as *yes*.
#[derive(Clone, Debug)]
pub(crate) struct Answered {
    yes: [bool; SelfCheckQuestion::ALL.len()],
    all_answered: bool,
}

/// A field that the form does not have, a repeated one, or an answer other than yes and no.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NotAnAnswer;

impl SelfCheckQuestion {
    /// In the order of the page.
    pub(crate) const ALL: [Self; 8] = [
        Self::Device,
        Self::Few,
        Self::Told,
        Self::Named,
        Self::Opened,
        Self::Alone,
        Self::Before,
        Self::Style,
    ];

    /// The field's name in the form: `q1` to `q8`, which say nothing.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Device => "q1",
            Self::Few => "q2",
            Self::Told => "q3",
            Self::Named => "q4",
            Self::Opened => "q5",
            Self::Alone => "q6",
            Self::Before => "q7",
            Self::Style => "q8",
        }
    }

    /// Text ids: the question, and the advice after a *yes*.
    pub(crate) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Few => ("check-few", "check-few-advice"),
            Self::Told => ("check-told", "check-told-advice"),
            Self::Named => ("check-named", "check-named-advice"),
            Self::Opened => ("check-opened", "check-opened-advice"),
            Self::Device => ("check-device", "check-device-advice"),
            Self::Alone => ("check-alone", "check-alone-advice"),
            Self::Before => ("check-before", "check-before-advice"),
            Self::Style => ("check-style", "check-style-advice"),
        }
    }

    fn weight(self) -> u8 {
        match self {
            Self::Device | Self::Named => 4,
            Self::Few | Self::Alone | Self::Before => 2,
            Self::Told | Self::Opened | Self::Style => 1,
        }
    }
}

impl Answered {
    /// Reads the form's pairs.
    pub(crate) fn parse<'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, NotAnAnswer> {
        let mut answers = [None; SelfCheckQuestion::ALL.len()];
        for (name, value) in pairs {
            let place = SelfCheckQuestion::ALL
                .iter()
                .position(|question| question.name() == name)
                .ok_or(NotAnAnswer)?;
            let yes = match value {
                "yes" => true,
                "no" => false,
                _ => return Err(NotAnAnswer),
            };
            if answers[place].replace(yes).is_some() {
                return Err(NotAnAnswer);
            }
        }
        Ok(Self {
            yes: answers.map(|answer| answer.unwrap_or(true)),
            all_answered: answers.iter().all(Option::is_some),
        })
    }

    /// The questions answered with *yes*, or not at all.
    pub(crate) fn yes(&self) -> impl Iterator<Item = SelfCheckQuestion> {
        SelfCheckQuestion::ALL
            .into_iter()
            .zip(self.yes)
            .filter_map(|(question, yes)| yes.then_some(question))
    }

    /// Were all eight answered?
    pub(crate) fn all_answered(&self) -> bool {
        self.all_answered
    }

    /// The sum of what each *yes* weighs, in bands.
    pub(crate) fn risk(&self) -> Risk {
        match self.yes().map(SelfCheckQuestion::weight).sum() {
            0..=1 => Risk::Low,
            2..=3 => Risk::Medium,
            _ => Risk::High,
        }
    }
}

impl Risk {
    /// Text ids: heading and explanation.
    pub(crate) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Low => ("check-low-heading", "check-low"),
            Self::Medium => ("check-medium-heading", "check-medium"),
            Self::High => ("check-high-heading", "check-high"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(yes: &[SelfCheckQuestion]) -> Answered {
        let pairs = SelfCheckQuestion::ALL.map(|question| {
            let answer = if yes.contains(&question) { "yes" } else { "no" };
            (question.name(), answer)
        });
        Answered::parse(pairs).expect("a whole form")
    }

    #[test]
    fn bands_begin_where_they_are_said_to() {
        use SelfCheckQuestion::{Alone, Device, Few, Named, Opened, Style, Told};
        assert_eq!(answered(&[]).risk(), Risk::Low);
        assert_eq!(answered(&[Told]).risk(), Risk::Low);
        assert_eq!(answered(&[Told, Style]).risk(), Risk::Medium);
        assert_eq!(answered(&[Few]).risk(), Risk::Medium);
        assert_eq!(answered(&[Told, Style, Opened]).risk(), Risk::Medium);
        assert_eq!(answered(&[Few, Alone]).risk(), Risk::High);
        assert_eq!(answered(&[Device]).risk(), Risk::High);
        assert_eq!(answered(&[Named]).risk(), Risk::High);
    }

    #[test]
    fn silence_counts_as_yes() {
        let silent = Answered::parse([]).expect("an empty form is a form");
        assert_eq!(silent.risk(), Risk::High);
        assert!(!silent.all_answered());
        assert_eq!(silent.yes().count(), 8);
        assert!(answered(&[]).all_answered());
    }

    #[test]
    fn strange_fields_and_answers_are_refused() {
        for pairs in [
            vec![("q9", "yes")],
            vec![("q1", "maybe")],
            vec![("q1", "yes"), ("q1", "yes")],
        ] {
            assert_eq!(Answered::parse(pairs).map(|_| ()), Err(NotAnAnswer));
        }
    }
}
