//! Tests of sealing against vectors made elsewhere.

mod vectors;
