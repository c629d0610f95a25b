//! `KeePassXC`'s CSV.

use super::login;
use crate::{
    Details, Entry, Format, Import,
    csv::{Table, field},
};

/// The columns that make a table one of `KeePassXC`'s.
pub(crate) const COLUMNS: [&str; 3] = ["group", "title", "totp"];
const RECYCLE_BIN: &str = "Recycle Bin";

pub(crate) fn read_table(table: &Table) -> Import {
    let [group, title, totp] = COLUMNS.map(|name| table.column(name));
    let (user, notes) = (table.column("username"), table.column("notes"));
    let rows = table
        .rows()
        .iter()
        .filter(|row| !field(row, totp).is_empty());
    let entries: Vec<_> = rows
        .map(|row| {
            // The first group is the database itself.
            let (_, path) = field(row, group).split_once('/').unwrap_or_default();
            let trashed = path.split('/').next() == Some(RECYCLE_BIN);
            let tag = Some(path).filter(|path| !path.is_empty() && !trashed);
            let details = Details {
                note: field(row, notes).to_owned(),
                tags: tag.map(str::to_owned).into_iter().collect(),
                trashed,
                ..Details::default()
            };
            let user = field(row, user);
            nameless(
                login::entry(field(row, title), user, field(row, totp), details),
                user,
            )
        })
        .collect();
    Import {
        passed_over: table.rows().len() - entries.len(),
        ..Import::new(Format::KeePassXc, entries)
    }
}

/// It writes `none` for an account without a name.
fn nameless(mut entry: Entry, user: &str) -> Entry {
    if let Entry::Readable(kept) = &mut entry
        && user.is_empty()
        && kept.token.account_name == "none"
    {
        kept.token.account_name.clear();
    }
    entry
}
