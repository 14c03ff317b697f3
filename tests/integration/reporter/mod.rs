//! The reporter: with the tool, with a browser, and strangers who pretend.

mod accessible;
mod browser;
mod browser_habits;
mod browser_words;
mod cut_off;
mod keyboard;
mod ledger_proof;
mod lying_proxy;
mod other_country;
mod portal;
mod strangers;
mod tool;
mod words;
