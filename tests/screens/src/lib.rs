//! Pictures of the project's own district, drawn in one process, and the questions that a visitor would
//! ask of them. See `tests/questions.rs`.
