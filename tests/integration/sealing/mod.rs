//! Sealing and opening, from outside: round trips, what lengths show, damage, hostile
//! containers, and other people's tools.

mod bureau;
mod damage;
mod foreign;
mod hostile;
mod identity;
mod lengths;
mod replies;
mod rounds;
mod streaming;
