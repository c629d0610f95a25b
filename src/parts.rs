//! Parts of the app whose code is fetched when it is first needed.
//!
//! Each function that is declared here by [`part!`] is an entrance: what only it and the others of
//! the same part can reach lies in a file of its own, and does not weigh on the first load.

/// The code of a part has not arrived: there is no network, or the server has another version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotArrived;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for NotArrived {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// Makes a function wait until the code of its part is here.
macro_rules! part {
    ($part:ident: $(#[$attribute:meta])* $vis:vis fn $name:ident($($argument:ident: $type:ty),*) -> $output:ty $body:block) => {
        $(#[$attribute])*
        #[cfg(feature = "split")]
        #[wasm_split_helpers::wasm_split($part, fallible)]
        $vis fn $name($($argument: $type),*) -> Result<$output, $crate::parts::NotArrived> {
            Ok($body)
        }

        $(#[$attribute])*
        #[cfg(not(feature = "split"))]
        #[expect(clippy::unused_async, reason = "here all code is in one file")]
        $vis async fn $name($($argument: $type),*) -> Result<$output, $crate::parts::NotArrived> {
            Ok($body)
        }
    };
}

pub(crate) use part;
