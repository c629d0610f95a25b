//! Starts the app in `#app`. When it stops, `boot.js` notices and shows what is left to do.

fn main() {
    countersign::start();
}
