//! What programs ask for: officers' and auditors' tools, the reporter's own tool.

/// The officers' listener.
pub(crate) mod officers;

/// The reporters' listener, as their own tool uses it.
pub(super) mod reporter_tool;
