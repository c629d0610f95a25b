//! Comma-separated values (RFC 4180), with the header that says what they are.

/// A table: rows by the names of their columns.
pub(crate) struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Reads it; the first row is the header.
    pub(crate) fn parse(text: &str) -> Self {
        let mut rows = rows(text);
        let header = if rows.is_empty() {
            Vec::new()
        } else {
            rows.remove(0)
        };
        let header = header
            .iter()
            .map(|name| name.trim().to_ascii_lowercase())
            .collect();
        Self { header, rows }
    }

    /// Where a column is, by its name in lower case.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column == name)
    }

    /// The rows, without the header.
    pub(crate) fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }
}

impl Drop for Table {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.rows);
    }
}

/// A field of a row; empty if there is none.
pub(crate) fn field(row: &[String], column: Option<usize>) -> &str {
    column
        .and_then(|column| row.get(column))
        .map_or("", |field| field.trim())
}

/// The names of the first row, without the quotes; without reading the rest.
pub(crate) fn header(text: &str) -> Vec<String> {
    let mut table = Table::parse(text.lines().next().unwrap_or_default());
    core::mem::take(&mut table.header)
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut field = String::new();
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.next_if_eq(&'"').is_some() => field.push('"'),
            '"' if quoted => quoted = false,
            _ if quoted => field.push(character),
            '"' if field.is_empty() => quoted = true,
            ',' => row.push(core::mem::take(&mut field)),
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' => {
                row.push(core::mem::take(&mut field));
                end_row(&mut rows, core::mem::take(&mut row));
            }
            _ => field.push(character),
        }
    }
    row.push(field);
    end_row(&mut rows, row);
    rows
}

/// Empty lines are no rows.
fn end_row(rows: &mut Vec<Vec<String>>, row: Vec<String>) {
    if row.iter().any(|field| !field.is_empty()) {
        rows.push(row);
    }
}

#[cfg(test)]
mod tests {
    use super::{Table, field, header};

    #[test]
    fn quotes_hold_commas_line_breaks_and_quotes() {
        let table = Table::parse("A,\"B\"\r\n\"1,\"\"2\"\"\n3\",4\r\n\n5\n");
        let [first, second] = table.rows() else {
            panic!("{} rows", table.rows().len());
        };
        assert_eq!(field(first, table.column("a")), "1,\"2\"\n3");
        assert_eq!(field(first, table.column("b")), "4");
        assert_eq!(field(second, table.column("b")), "");
        assert_eq!(field(second, table.column("c")), "");
    }

    #[test]
    fn a_quote_that_never_ends_takes_the_rest() {
        let table = Table::parse("A,B\n\"1,2\n3");
        assert_eq!(table.rows(), [["1,2\n3"]]);
    }

    #[test]
    fn the_header_is_read_without_the_rest() {
        assert_eq!(
            header("\"Group\", Title \n\"never ends"),
            ["group", "title"]
        );
    }
}
