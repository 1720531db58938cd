//! [`Error`]: why a value cannot be read or written, and where in it.

use crate::graph::GraphError;
use std::fmt;

/// Why a value cannot be read or written.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    /// Innermost part first.
    path: Vec<String>,
    message: String,
    source: Option<Source>,
}

#[derive(Debug)]
enum Source {
    Graph(GraphError),
    Io(std::io::Error),
}

impl Error {
    pub(super) fn new(message: impl Into<String>) -> Error {
        Error(Box::new(Inner { path: Vec::new(), message: message.into(), source: None }))
    }

    /// The same, found in the part `step` of a larger value.
    pub(super) fn within(mut self, step: impl FnOnce() -> String) -> Error {
        self.0.path.push(step());
        self
    }

    /// Where in the value: `.items[0]["tea"]`; empty for the value itself.
    #[must_use]
    pub fn path(&self) -> String {
        self.0.path.iter().rev().map(String::as_str).collect()
    }

    /// What is wrong with the stream, if that is it.
    #[must_use]
    pub fn graph_error(&self) -> Option<&GraphError> {
        match &self.0.source {
            Some(Source::Graph(error)) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path().as_str() {
            "" => f.write_str(&self.0.message),
            path => write!(f, "{path}: {}", self.0.message),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self.0.source.as_ref()? {
            Source::Graph(error) => Some(error),
            Source::Io(error) => Some(error),
        }
    }
}

impl From<GraphError> for Error {
    fn from(error: GraphError) -> Error {
        let mut made = Error::new(error.to_string());
        made.0.source = Some(Source::Graph(error));
        made
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        let mut made = Error::new(error.to_string());
        made.0.source = Some(Source::Io(error));
        made
    }
}

impl serde::de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Error {
        Error::new(message.to_string())
    }
}

impl serde::ser::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Error {
        Error::new(message.to_string())
    }
}
