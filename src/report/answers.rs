//! Answers: what a reporter wrote in the form, and the name they may have given.
//!
//! Words are wiped when dropped, never printed, never copied; `expose` is their one way out.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Text that a reporter wrote: wiped when dropped, masked when debugged.
pub struct Words(Zeroizing<String>);

/// The text answers of one report, by the names of `law.md` 2.3. All optional but
/// `what_happened`; an addition (a follow-up) has only that.
///
/// Not here: the institution and language (in the [`Heading`](super::Heading)), files, and who else
/// knows, which helps the reporter's own self-check and is nobody else's business.
/// There is no contact preference: the mailbox is the only way.
#[derive(Debug)]
pub struct Answers {
    /// A slug of the policy's categories; none: the reporter doesn't know.
    pub category: Option<Words>,
    /// The one answer that is always there.
    pub what_happened: Words,
    /// In the reporter's words; no date is asked for.
    pub when: Option<Words>,
    /// `where` is a Rust keyword; in JSON it is plain `where`.
    pub where_: Option<Words>,
    /// Who did it, and who knows.
    pub who_involved: Option<Words>,
    /// How the reporter learned of it.
    pub how_known: Option<HowKnown>,
    /// Whether it goes on.
    pub still_ongoing: Option<StillOngoing>,
    /// What damage it does.
    pub harm: Option<Words>,
    /// What shows it, and where that is.
    pub evidence_description: Option<Words>,
    /// Whether anyone was told already.
    pub reported_before: Option<ReportedBefore>,
    /// What came of that.
    pub reported_before_result: Option<Words>,
    /// Whether the reporter fears it.
    pub fear_of_retaliation: Option<Fear>,
    /// Which retaliation, from whom.
    pub fear_explained: Option<Words>,
    /// What to do if it is no whistleblower's report.
    pub if_not_recognised: Option<IfNotRecognised>,
    /// Whether another institution may have it.
    pub forward_consent: Option<ForwardConsent>,
}

/// In which work-related way the reporter came to know (the law asks for it).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HowKnown {
    /// Darba pienākumi.
    WorkDuties,
    /// Dienesta vai amata pienākumi.
    PublicOffice,
    /// Pakalpojuma sniegšana.
    ProvidingServices,
    /// Dibinot darba tiesiskās attiecības.
    Recruitment,
    /// Prakse.
    Traineeship,
    /// Brīvprātīgais darbs.
    Volunteering,
    /// Cits.
    Other,
}

/// Whether what is reported goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StillOngoing {
    /// It does.
    Yes,
    /// It ended.
    No,
    /// The reporter can't say.
    Unknown,
}

/// Whom the reporter told already.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReportedBefore {
    /// Nobody.
    No,
    /// In the internal system of the workplace.
    Internally,
    /// To a competent institution.
    ToInstitution,
    /// The employer and an authority.
    Both,
}

/// Whether the reporter fears retaliation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fear {
    /// They do.
    Yes,
    /// They don't.
    No,
}

/// "Ja mans ziņojums netiek atzīts par trauksmes cēlēja ziņojumu".
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IfNotRecognised {
    /// Look into it all the same.
    TreatAsTip,
    /// Let it be.
    DoNotProcess,
}

/// May the institution pass the report on to a competent one?
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForwardConsent {
    /// The whole of it may go.
    AsIs,
    /// Not before the reporter was asked.
    AskMe,
    /// The words may go, and no file.
    WithoutFiles,
}

/// Name and contact of a reporter who chose to give them; sealed apart, for custodians only.
#[derive(Debug)]
pub struct Identity {
    pub(super) name: Words,
    pub(super) contact: Words,
}

impl Answers {
    /// Only the one answer that is required.
    pub fn new(what_happened: Words) -> Self {
        Self {
            category: None,
            what_happened,
            when: None,
            where_: None,
            who_involved: None,
            how_known: None,
            still_ongoing: None,
            harm: None,
            evidence_description: None,
            reported_before: None,
            reported_before_result: None,
            fear_of_retaliation: None,
            fear_explained: None,
            if_not_recognised: None,
            forward_consent: None,
        }
    }

    /// Bytes of all texts together.
    pub fn length(&self) -> usize {
        let optional = [
            &self.category,
            &self.when,
            &self.where_,
            &self.who_involved,
            &self.harm,
            &self.evidence_description,
            &self.reported_before_result,
            &self.fear_explained,
        ];
        let optional = optional.into_iter().flatten();
        self.what_happened.length() + optional.map(Words::length).sum::<usize>()
    }
}

impl Identity {
    /// As the reporter wrote it.
    pub fn name(&self) -> &Words {
        &self.name
    }

    /// How to reach them; may be empty.
    pub fn contact(&self) -> &Words {
        &self.contact
    }
}

impl Words {
    /// The text itself. Only for sealing, and for the eyes it was sealed to.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Bytes.
    pub fn length(&self) -> usize {
        self.0.len()
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Words(…)")
    }
}
