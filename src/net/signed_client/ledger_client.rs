//! The ledger's client: asks a server for one resource at a time.
//!
//! Checkpoints and hash tiles are anyone's to ask for; entries and rosters are asked for with a
//! signature. Blocks: whoever verifies reads in order anyway, and proofs are made by code that
//! does not wait.
//!
//! Knows resources. Never believes what it is given: `ledger::follow` checks it.

use std::cell::RefCell;
use std::io;

use tokio::runtime::Runtime;

use super::{Conversation, NoAnswer, SignedRequest};
use crate::keys::signature::SigningKey;
use crate::ledger::tree::tiles::Resource;
use crate::net::connection::{CannotTalk, Connection};
use crate::net::http_signature::InstanceId;

/// A way to a ledger. Not to be used from within a runtime.
pub(crate) struct LedgerClient<'k> {
    runtime: Runtime,
    conversation: RefCell<Conversation>,
    /// None: only what anyone may see.
    key: Option<&'k SigningKey>,
}

impl<'k> LedgerClient<'k> {
    /// Nothing is sent yet. Fails if the system gives no means to wait.
    pub(crate) fn new(
        connection: Connection,
        instance: InstanceId,
        key: Option<&'k SigningKey>,
    ) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .enable_time()
            .build()?;
        Ok(Self {
            runtime,
            conversation: RefCell::new(Conversation::new(connection, instance)),
            key,
        })
    }

    /// The resource's bytes; `None` if the server does not give it. An error holds a [`NoAnswer`].
    pub(crate) fn fetch(&self, resource: Resource) -> io::Result<Option<Vec<u8>>> {
        let target = format!("/{resource}");
        let max = u64::try_from(resource.length_max()).unwrap_or(u64::MAX);
        let answer = match self.key {
            Some(_) if !resource.is_anyones() => self
                .ask(SignedRequest::get(&target, max))
                .map(|(_, body)| body),
            _ => self.ask_openly(&target, max),
        };
        match answer {
            Ok(bytes) => Ok(Some(bytes)),
            // Longer than it can be, or no answer of ours: not what was asked for.
            Err(NoAnswer::Refused | NoAnswer::Talk(CannotTalk::TooLong)) => Ok(None),
            Err(why) => Err(io::Error::other(why)),
        }
    }

    /// A signed question, its status and its whole answer. Without a key: refused.
    pub(crate) fn ask(&self, question: SignedRequest<'_>) -> Result<(u16, Vec<u8>), NoAnswer> {
        let key = self.key.ok_or(NoAnswer::Refused)?;
        let mut conversation = self.conversation.borrow_mut();
        self.runtime.block_on(async {
            let answer = conversation.ask(question, key).await?;
            Ok((answer.status(), answer.whole().await?))
        })
    }

    fn ask_openly(&self, target: &str, max: u64) -> Result<Vec<u8>, NoAnswer> {
        let mut conversation = self.conversation.borrow_mut();
        self.runtime.block_on(async {
            let answer = conversation.ask_openly(target, max).await?;
            Ok(answer.whole().await?)
        })
    }
}
