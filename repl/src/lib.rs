//! pyvm: a small Python 3.13 object VM whose reason to exist is pickle.

pub mod run;
