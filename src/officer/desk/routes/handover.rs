//! A case for others: the court's ZIP, and a page to be printed with names masked.

use std::io::{self, BufWriter, Write};
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;
use tokio::sync::mpsc;

use super::fields::DeskFields;
use super::response::{onward, page, saved_pieces};
use super::shared::{failed, in_case, on_a_thread, opened};
use crate::cli::failure::Failure;
use crate::officer::case::handover::court_export::CourtFile;
use crate::officer::case::handover::court_language;
use crate::officer::case::handover::masking::Masking;
use crate::officer::case::read::{ReadOptions, ShowIdentity};
use crate::officer::case::{Case, Summary};
use crate::officer::desk::case_view::case_view;
use crate::officer::desk::opened::{DeskApart, OpenedDesk};
use crate::officer::desk::pages::case::DeskCaseView;
use crate::officer::desk::pages::handover as pages;
use crate::officer::desk::pages::handover::{MaskCount, MaskedCaseView};
use crate::officer::desk::state::DeskState;
use crate::officer::home::OfficerHome;
use crate::officer::keys::OfficerKeys;
use crate::rules::calendar::Day;
use crate::rules::calendar::date_words::day;
use crate::text::{Language, say, say_with};

pub(super) async fn choose(
    State(desk): State<Arc<DeskState>>,
    Path(reference): Path<String>,
) -> Response {
    on_a_thread(move || {
        in_case(&desk, &reference, |opened, case, frame| {
            let waiting = waiting(opened, case, desk.language());
            Ok(page(pages::choose(frame, &case.reference(), waiting)))
        })
    })
    .await
}

/// What is said of a case of which the ledger does not have everything yet.
fn waiting(opened: &OpenedDesk, case: &Case, language: Language) -> Option<String> {
    let fold = &opened.known_now().fold;
    let waits = |one: &&Summary| fold.find(&one.item).is_none();
    let days = case.items().iter().filter(waits);
    let days: Vec<Day> = days.map(|one| opened.policy.entered_by(one.day)).collect();
    let (count, due) = (days.len().to_string(), days.iter().max()?.to_string());
    let arguments = [("count", count.as_str()), ("due", &due)];
    Some(say_with(language, "court-waiting", &arguments))
}

/// The court's ZIP, written while it is sent: nothing of it lies on this computer but where the
/// browser saves it. The ledger is asked without the desk's lock: pages go on meanwhile.
pub(super) async fn court(
    State(desk): State<Arc<DeskState>>,
    Path(reference): Path<String>,
) -> Response {
    on_a_thread(move || {
        let mut chosen = None;
        let refused = in_case(&desk, &reference, |opened, case, _| {
            chosen = Some((opened.apart()?, case.reference()));
            Ok(onward("/"))
        });
        let Some((apart, case)) = chosen else {
            return refused;
        };
        let file = prepared(&apart, &case, court_language(desk.language()));
        opened(&desk, |_, frame| match file {
            Ok(file) => sent(file, &apart.home, &apart.keys),
            Err(failure) => failed(&frame, &failure),
        })
    })
    .await
}

fn prepared(apart: &DeskApart, case: &str, language: Language) -> Result<CourtFile, Failure> {
    let reading = ReadOptions {
        policy: &apart.policy,
        roster: None,
        identity: ShowIdentity::No,
        language,
    };
    let case = apart.cases.find(case)?;
    CourtFile::prepare(&apart.session(), apart.readership(), case, &reading)
}

fn sent(file: CourtFile, home: &Arc<OfficerHome>, keys: &Arc<OfficerKeys>) -> Response {
    let (home, keys) = (Arc::clone(home), Arc::clone(keys));
    let disposition = format!("attachment; filename=\"{}\"", file.name());
    let (pieces, coming) = mpsc::channel::<io::Result<Bytes>>(2);
    std::thread::spawn(move || {
        let out = BufWriter::with_capacity(PIECE, PieceSender(pieces.clone()));
        let written = file.write(&home, &keys, out);
        let is_whole = written.is_ok_and(|mut out| out.flush().is_ok());
        if !is_whole {
            // A download that fails, and no ZIP.
            let _ = pieces.blocking_send(Err(io::ErrorKind::InvalidData.into()));
        }
    });
    saved_pieces(coming, &disposition)
}

/// Hands pieces to an answer that is being sent; an error once nobody takes them.
struct PieceSender(mpsc::Sender<io::Result<Bytes>>);

impl Write for PieceSender {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let piece = Ok(Bytes::copy_from_slice(bytes));
        let sent = self.0.blocking_send(piece);
        sent.map_err(|_| io::ErrorKind::BrokenPipe)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The case with names masked, and what was masked.
pub(super) async fn masked(
    State(desk): State<Arc<DeskState>>,
    Path(reference): Path<String>,
    fields: DeskFields,
) -> Response {
    on_a_thread(move || {
        let (today, language) = (desk.day(), desk.language());
        in_case(&desk, &reference, |opened, case, frame| {
            let (mut view, _) = case_view(opened, case, language)?;
            let names = fields.get("names").replace("\r\n", "\n");
            let mut masking = Masking::of(&names, language);
            name_officer(&mut view, &opened.keys.name, language);
            mask(&mut view, &mut masking);
            let counts: Vec<_> = masking.names().iter().map(count).collect();
            let masked = MaskedCaseView {
                case: &view,
                names: &names,
                counts: &counts,
                unused: masking.unused.join(", "),
                printed: day(language, today),
            };
            Ok(page(pages::masked(frame, &masked)))
        })
    })
    .await
}

/// On paper, *you* is nobody.
fn name_officer(view: &mut DeskCaseView, name: &str, language: Language) {
    let you = say(language, "masking-you");
    for said in view.said.iter_mut().filter(|said| said.is_ours) {
        if let Some(rest) = said.heading.strip_prefix(&you) {
            said.heading = format!("{name}{rest}");
        }
    }
}

/// Every word on the page that is not ours.
fn mask(view: &mut DeskCaseView, masking: &mut Masking) {
    let mut mask = |text: &mut String| *text = masking.masked(text);
    for said in &mut view.said {
        mask(&mut said.heading);
        said.words.iter_mut().for_each(&mut mask);
        said.answers
            .iter_mut()
            .for_each(|answer| mask(&mut answer.words));
        said.files.iter_mut().for_each(|file| mask(&mut file.name));
        said.warnings.iter_mut().for_each(&mut mask);
    }
    view.entries
        .iter_mut()
        .for_each(|entry| mask(&mut entry.who));
}

fn count(name: &crate::officer::case::handover::masking::MaskedName) -> MaskCount {
    let forms = name.found.iter();
    let forms: Vec<String> = forms
        .map(|(form, count)| format!("{form} ({count})"))
        .collect();
    MaskCount {
        name: name.name.clone(),
        count: name.count(),
        forms: forms.join(", "),
    }
}

/// One age chunk.
const PIECE: usize = 64 * 1024;
