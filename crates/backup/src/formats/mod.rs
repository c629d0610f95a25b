//! One module for each format: how it shows itself, and how it is read.

pub(crate) mod aegis;
pub(crate) mod andotp;
pub(crate) mod bitwarden;
pub(crate) mod duo;
pub(crate) mod ente;
pub(crate) mod extension;
pub(crate) mod freeotp_plus;
pub(crate) mod google;
pub(crate) mod keepassxc;
pub(crate) mod lastpass;
pub(crate) mod login;
pub(crate) mod own;
pub(crate) mod protobuf;
pub(crate) mod proton;
pub(crate) mod raivo;
pub(crate) mod steam;
pub(crate) mod stratum;
pub(crate) mod text_list;
pub(crate) mod two_fas;
pub(crate) mod two_fauth;
