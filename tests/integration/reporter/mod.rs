//! The reporter: with the tool, with a browser, and strangers who pretend.

mod again;
mod browser;
mod browser_habits;
mod browser_words;
mod keyboard;
mod strangers;
mod tool;
mod words;
