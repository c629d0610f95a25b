//! `countersign-server` as its operators meet it: the built binary, run on a data folder.

mod admin;
mod program;
mod serve;
