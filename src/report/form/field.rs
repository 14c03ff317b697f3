//! The closed list of fields: names in HTML, and what each may hold.

/// A form that the pages have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// `/to/<institution>`: a first report. Multipart.
    Report,
    /// `/add`: a message, files or a name later. Multipart.
    Addition,
    /// `/return`: a code. URL-encoded.
    Return,
    /// `/open`: the old code and the fresh one. URL-encoded.
    Opening,
}

/// A field. Every `name` attribute of the forms comes from here.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Field {
    /// The one-time code: hidden in a report and an addition, typed on return.
    Code,
    /// Shows that the instance made the code.
    Token,
    /// The code that a fresh one replaces.
    Old,
    /// The code that replaces it.
    Fresh,
    /// One page's own number: entering the same code on it again leads to the same fresh one.
    Nonce,
    /// Also an addition's message.
    WhatHappened,
    /// When it happened, in the reporter's words.
    When,
    /// Where it happened.
    Place,
    /// Who did it, and who knows.
    WhoInvolved,
    /// Whether it goes on.
    StillOngoing,
    /// What damage it does.
    Harm,
    /// What shows it, and where that is.
    Evidence,
    /// One of policy's.
    Category,
    /// How the reporter learned of it.
    HowKnown,
    /// Whether anyone was told already.
    ReportedBefore,
    /// What came of that.
    ReportedResult,
    /// Whether the reporter fears retaliation.
    Fear,
    /// Which retaliation.
    FearDetail,
    /// Whether another institution may have the report.
    ForwardConsent,
    /// What to do with it if it is no whistleblower's report.
    IfNotRecognised,
    /// Once for each officer who must not see the report.
    LeaveOut,
    /// The reporter's name, for custodians.
    IdentityName,
    /// How to reach them, for custodians.
    IdentityContact,
    /// That they know what giving a name means.
    IdentityUnderstood,
    /// File inputs; the only field that is not text.
    Files,
}

/// What a field may hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FieldKind {
    /// A code or token: short, checked by others.
    Token,
    /// The reporter's words.
    Text,
    /// One of these.
    Choice(&'static [&'static str]),
    /// A slug of the policy.
    Category,
    /// An officer's key; may come several times.
    Officer,
    /// Files.
    Files,
}

impl Form {
    /// Does this form have this field?
    pub fn has(self, field: Field) -> bool {
        use Field::{
            Code, Files, Fresh, IdentityContact, IdentityName, IdentityUnderstood, Nonce, Old,
            Token, WhatHappened,
        };
        match self {
            Self::Report => !matches!(field, Old | Fresh | Nonce),
            Self::Addition => matches!(
                field,
                Code | Token
                    | WhatHappened
                    | IdentityName
                    | IdentityContact
                    | IdentityUnderstood
                    | Files
            ),
            Self::Return => matches!(field, Code | Nonce),
            Self::Opening => matches!(field, Old | Fresh | Token),
        }
    }
}

impl Field {
    /// Every field, in the order of the report form.
    pub const ALL: [Self; 25] = [
        Self::Code,
        Self::Token,
        Self::Old,
        Self::Fresh,
        Self::Nonce,
        Self::WhatHappened,
        Self::When,
        Self::Place,
        Self::WhoInvolved,
        Self::StillOngoing,
        Self::Harm,
        Self::Evidence,
        Self::Category,
        Self::HowKnown,
        Self::ReportedBefore,
        Self::ReportedResult,
        Self::Fear,
        Self::FearDetail,
        Self::ForwardConsent,
        Self::IfNotRecognised,
        Self::LeaveOut,
        Self::IdentityName,
        Self::IdentityContact,
        Self::IdentityUnderstood,
        Self::Files,
    ];

    /// The field with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// Its name in HTML; also its id.
    pub fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Token => "token",
            Self::Old => "old",
            Self::Fresh => "fresh",
            Self::Nonce => "nonce",
            Self::WhatHappened => "what_happened",
            Self::When => "when",
            Self::Place => "where",
            Self::WhoInvolved => "who_involved",
            Self::StillOngoing => "still_ongoing",
            Self::Harm => "harm",
            Self::Evidence => "evidence",
            Self::Category => "category",
            Self::HowKnown => "how_known",
            Self::ReportedBefore => "reported_before",
            Self::ReportedResult => "reported_result",
            Self::Fear => "fear",
            Self::FearDetail => "fear_detail",
            Self::ForwardConsent => "forward_consent",
            Self::IfNotRecognised => "if_not_recognised",
            Self::LeaveOut => "leave_out",
            Self::IdentityName => "identity_name",
            Self::IdentityContact => "identity_contact",
            Self::IdentityUnderstood => "identity_understood",
            Self::Files => "files",
        }
    }

    /// What it may hold.
    pub fn kind(self) -> FieldKind {
        match self {
            Self::Code | Self::Token | Self::Old | Self::Fresh | Self::Nonce => FieldKind::Token,
            Self::WhatHappened
            | Self::When
            | Self::Place
            | Self::WhoInvolved
            | Self::Harm
            | Self::Evidence
            | Self::ReportedResult
            | Self::FearDetail
            | Self::IdentityName
            | Self::IdentityContact => FieldKind::Text,
            Self::StillOngoing => FieldKind::Choice(&["yes", "no", "unknown"]),
            Self::HowKnown => FieldKind::Choice(&[
                "work-duties",
                "public-office",
                "providing-services",
                "recruitment",
                "traineeship",
                "volunteering",
                "other",
                UNSAID,
            ]),
            Self::ReportedBefore => {
                FieldKind::Choice(&["no", "internally", "to-institution", "both", UNSAID])
            }
            Self::Fear => FieldKind::Choice(&["yes", "no", UNSAID]),
            Self::ForwardConsent => FieldKind::Choice(&["ask-me", "as-is", "without-files"]),
            Self::IfNotRecognised => FieldKind::Choice(&["treat-as-tip", "do-not-process"]),
            Self::IdentityUnderstood => FieldKind::Choice(&["yes"]),
            Self::Category => FieldKind::Category,
            Self::LeaveOut => FieldKind::Officer,
            Self::Files => FieldKind::Files,
        }
    }

    /// The text that asks it. Empty for what nobody is asked: codes, tokens.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Code | Self::Token | Self::Old | Self::Fresh | Self::Nonce => "",
            Self::WhatHappened => "form-what",
            Self::When => "form-when",
            Self::Place => "form-where",
            Self::WhoInvolved => "form-who",
            Self::StillOngoing => "form-ongoing",
            Self::Harm => "form-harm",
            Self::Evidence => "form-evidence",
            Self::Category => "form-category",
            Self::HowKnown => "form-known",
            Self::ReportedBefore => "form-before",
            Self::ReportedResult => "form-before-result",
            Self::Fear => "form-fear",
            Self::FearDetail => "form-fear-detail",
            Self::ForwardConsent => "form-forward",
            Self::IfNotRecognised => "form-not-recognised",
            Self::LeaveOut => "form-leave-out",
            Self::IdentityName => "form-identity-name",
            Self::IdentityContact => "form-identity-contact",
            Self::IdentityUnderstood => "form-identity-confirm",
            Self::Files => "form-files",
        }
    }

    /// The text that helps to answer it.
    pub(crate) fn hint(self) -> Option<&'static str> {
        Some(match self {
            Self::WhatHappened => "form-what-hint",
            Self::When => "form-when-hint",
            Self::WhoInvolved => "form-who-hint",
            Self::Evidence => "form-evidence-hint",
            Self::Category => "form-category-hint",
            Self::HowKnown => "form-known-hint",
            Self::FearDetail => "form-fear-detail-hint",
            Self::IfNotRecognised => "form-not-recognised-hint",
            Self::LeaveOut => "form-leave-out-hint",
            Self::IdentityContact => "form-identity-contact-hint",
            _ => return None,
        })
    }

    /// The text that labels one of its choices.
    pub(crate) fn choice_words(self, choice: &str) -> &'static str {
        match (self, choice) {
            (Self::HowKnown, "work-duties") => "form-known-duties",
            (Self::HowKnown, "public-office") => "form-known-office",
            (Self::HowKnown, "providing-services") => "form-known-contract",
            (Self::HowKnown, "recruitment") => "form-known-hiring",
            (Self::HowKnown, "traineeship") => "form-known-traineeship",
            (Self::HowKnown, "volunteering") => "form-known-volunteering",
            (Self::HowKnown, "other") => "form-known-other",
            (Self::ReportedBefore, "internally") => "form-before-internally",
            (Self::ReportedBefore, "to-institution") => "form-before-institution",
            (Self::ReportedBefore, "both") => "form-before-both",
            (Self::ForwardConsent, "ask-me") => "form-forward-ask",
            (Self::ForwardConsent, "as-is") => "form-forward-all",
            (Self::ForwardConsent, "without-files") => "form-forward-text",
            (Self::IfNotRecognised, "treat-as-tip") => "form-not-recognised-examine",
            (Self::IfNotRecognised, "do-not-process") => "form-not-recognised-drop",
            (Self::IdentityUnderstood, _) => "form-identity-understood",
            (_, "yes") => "choice-yes",
            (_, "no") => "choice-no",
            (_, UNSAID) => "choice-none",
            _ => "choice-unknown",
        }
    }
}

/// The form's value for *I don't know*.
pub(crate) const UNKNOWN_CATEGORY: &str = "unknown";

/// The form's value for *I would rather not say*: the same as no answer.
pub(crate) const UNSAID: &str = "unsaid";
