//! Queries: what stands after the `?`, strictly read.

use serde::Deserialize;

/// No query is the default one; none if it is not what was asked for.
pub(super) fn parsed<T: for<'a> Deserialize<'a> + Default>(query: Option<&str>) -> Option<T> {
    query.map_or_else(
        || Some(T::default()),
        |query| serde_urlencoded::from_str(query).ok(),
    )
}
