//! The reporter: with the tool, with a browser, and strangers who pretend.

mod browser;
mod browser_words;
mod cut_off;
mod keyboard;
mod strangers;
mod tool;
mod words;
