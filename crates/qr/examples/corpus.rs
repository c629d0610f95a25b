//! Counts what is found in folders of PNG files, by kind, with the median times of the first try and of all that were
//! made, and says which try found how many and which pictures are missed.
//!
//! `cargo run --release -p countersign-qr --example corpus -- FOLDER…`, where
//! `FOLDER/manifest.json` is `{"images":[{"file":…,"kind":…,"payload":…}]}` and a `payload` of
//! `null` says that there is no code. With `--each` before, every try is made at every picture.

use std::{
    collections::BTreeMap, error::Error, fs::File, io::BufReader, path::Path, time::Instant,
};

use countersign_qr::{Picture, Try};

#[derive(Default)]
struct Tally {
    pictures: usize,
    right: usize,
    false_finds: usize,
    first_micros: Vec<u128>,
    total_micros: Vec<u128>,
    by_try: [usize; Try::ALL.len()],
    /// Read by this try and no other.
    alone: [usize; Try::ALL.len()],
}

fn main() -> Result<(), Box<dyn Error>> {
    let (options, folders): (Vec<_>, Vec<_>) = std::env::args()
        .skip(1)
        .partition(|argument| argument == "--each");
    let mut sum = Tally::default();
    for folder in &folders {
        println!("{folder}");
        for (kind, tally) in &mut count(Path::new(folder), !options.is_empty())? {
            tally.print(kind);
            if kind != "none" {
                sum.add(tally);
            }
        }
    }
    sum.print("with a code");
    Ok(())
}

fn count(folder: &Path, each: bool) -> Result<BTreeMap<String, Tally>, Box<dyn Error>> {
    let manifest = BufReader::new(File::open(folder.join("manifest.json"))?);
    let manifest: serde_json::Value = serde_json::from_reader(manifest)?;
    let images = manifest["images"].as_array().ok_or("no list of images")?;
    let mut tallies = BTreeMap::<String, Tally>::new();
    for image in images {
        let (Some(file), Some(kind)) = (image["file"].as_str(), image["kind"].as_str()) else {
            return Err("an image without a file or a kind".into());
        };
        let picture = read(&folder.join(file))?;
        let tally = tallies.entry(kind.to_owned()).or_default();
        if !tally.count(&picture, image["payload"].as_str(), each) {
            println!("  missed: {file}");
        }
    }
    Ok(tallies)
}

impl Tally {
    /// Whether what is in the picture was read.
    fn count(&mut self, picture: &Picture, payload: Option<&str>, each: bool) -> bool {
        let begun = Instant::now();
        let mut by = Vec::new();
        let mut nothing = true;
        for (place, way) in Try::ALL.into_iter().enumerate() {
            let texts = way.read(picture);
            if place == 0 {
                self.first_micros.push(begun.elapsed().as_micros());
            }
            if let Some(text) = texts.first() {
                nothing = false;
                if payload == Some(text) {
                    by.push(place);
                } else {
                    self.false_finds += 1;
                }
                if !each {
                    break;
                }
            }
        }
        self.total_micros.push(begun.elapsed().as_micros());
        self.pictures += 1;
        for place in &by {
            self.by_try[*place] += 1;
        }
        if let [only] = by[..] {
            self.alone[only] += 1;
        }
        let right = !by.is_empty() || payload.is_none() && nothing;
        self.right += usize::from(right);
        right
    }

    fn add(&mut self, other: &Self) {
        self.pictures += other.pictures;
        self.right += other.right;
        self.false_finds += other.false_finds;
        self.first_micros.extend(&other.first_micros);
        self.total_micros.extend(&other.total_micros);
        for place in 0..Try::ALL.len() {
            self.by_try[place] += other.by_try[place];
            self.alone[place] += other.alone[place];
        }
    }

    fn print(&mut self, kind: &str) {
        println!(
            "{kind:12} {:4} of {:4}, {} false; first try {}, all {}, at most {}; by try {:?}, by it alone {:?}",
            self.right,
            self.pictures,
            self.false_finds,
            middle(&mut self.first_micros),
            middle(&mut self.total_micros),
            milliseconds(self.total_micros.iter().max()),
            self.by_try,
            self.alone,
        );
    }
}

fn middle(micros: &mut [u128]) -> String {
    micros.sort_unstable();
    milliseconds(micros.get(micros.len() / 2))
}

fn milliseconds(micros: Option<&u128>) -> String {
    let micros = micros.copied().unwrap_or_default();
    format!("{}.{} ms", micros / 1000, micros / 100 % 10)
}

/// A picture in red, green and blue.
fn read(path: &Path) -> Result<Picture, Box<dyn Error>> {
    let mut reader = png::Decoder::new(BufReader::new(File::open(path)?)).read_info()?;
    let mut rgb = vec![0; reader.output_buffer_size().ok_or("too large")?];
    let info = reader.next_frame(&mut rgb)?;
    let rgba = rgb
        .chunks_exact(3)
        .flat_map(|rgb| [rgb[0], rgb[1], rgb[2], u8::MAX]);
    let rgba: Vec<u8> = rgba.collect();
    Picture::from_rgba(info.width, info.height, &rgba).ok_or_else(|| "of another size".into())
}
