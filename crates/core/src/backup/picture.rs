use core::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};
use zeroize::Zeroizing;

/// Light modules around the code, as ISO/IEC 18004 asks for.
const QUIET: u32 = 4;

/// A QR code to draw. It is as secret as the text in it.
pub struct QrPicture(QrCode);

/// The text does not fit into a QR code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

impl QrPicture {
    /// Draws a text, with as much error correction as leaves the code its size, at least level L.
    ///
    /// # Errors
    /// [`TooLong`] above 2,953 bytes.
    pub fn of(text: &str) -> Result<Self, TooLong> {
        let code = QrCode::encode_text(text, QrCodeEcc::Low);
        code.map(Self).map_err(|_| TooLong)
    }

    /// Modules on each side, with the quiet zone.
    pub fn side(&self) -> u32 {
        self.0.size().unsigned_abs() + 2 * QUIET
    }

    /// Whether a module is dark; the quiet zone and everything outside is light.
    pub fn is_dark(&self, x: u32, y: u32) -> bool {
        let inside = |place: u32| i32::try_from(place).map(|place| place - QUIET.cast_signed());
        match (inside(x), inside(y)) {
            (Ok(x), Ok(y)) => self.0.get_module(x, y),
            _ => false,
        }
    }

    /// The dark modules as the data of one SVG path, in modules: a bar for each run in a row.
    pub fn path(&self) -> Zeroizing<String> {
        let side = self.side();
        // Room for all of it at once, so that no copies are left behind.
        let room = usize::try_from(side * side).unwrap_or_default() * 8;
        let mut path = Zeroizing::new(String::with_capacity(room));
        for y in 0..side {
            let mut x = 0;
            while x < side {
                let from = x;
                while self.is_dark(x, y) {
                    x += 1;
                }
                if x > from {
                    // Writing to a `String` cannot fail.
                    let _ = write!(path, "M{from} {y}h{}v1H{from}z", x - from);
                }
                x += 1;
            }
        }
        path
    }
}
