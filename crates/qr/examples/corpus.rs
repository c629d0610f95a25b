//! Counts what is found in a folder of PNG files, by kind, with the median time per picture.
//!
//! `cargo run --release -p countersign-qr --example corpus -- FOLDER`, where `FOLDER/manifest.json`
//! is `{"images":[{"file":…,"kind":…,"payload":…}]}` and a `payload` of `null` says that there is
//! no code.

use std::{
    collections::BTreeMap, error::Error, fs::File, io::BufReader, path::Path, time::Instant,
};

#[derive(Default)]
struct Tally {
    pictures: usize,
    right: usize,
    milliseconds: Vec<u128>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("which folder?")?;
    let folder = Path::new(&folder);
    let manifest = BufReader::new(File::open(folder.join("manifest.json"))?);
    let manifest: serde_json::Value = serde_json::from_reader(manifest)?;
    let images = manifest["images"].as_array().ok_or("no list of images")?;
    let mut tallies = BTreeMap::<&str, Tally>::new();
    for image in images {
        let (Some(file), Some(kind)) = (image["file"].as_str(), image["kind"].as_str()) else {
            return Err("an image without a file or a kind".into());
        };
        let (width, height, rgba) = read(&folder.join(file))?;
        let begun = Instant::now();
        let texts = countersign_qr::decode_rgba(width, height, &rgba);
        let tally = tallies.entry(kind).or_default();
        tally.milliseconds.push(begun.elapsed().as_millis());
        tally.pictures += 1;
        tally.right += usize::from(texts.first().map(String::as_str) == image["payload"].as_str());
    }
    for (kind, tally) in &mut tallies {
        tally.milliseconds.sort_unstable();
        let median = tally.milliseconds[tally.pictures / 2];
        println!(
            "{kind:12} {:3} of {:3}  {median:4} ms",
            tally.right, tally.pictures
        );
    }
    let with_code = tallies.iter().filter(|(kind, _)| **kind != "none");
    let (right, pictures) = with_code.fold((0, 0), |(right, pictures), (_, tally)| {
        (right + tally.right, pictures + tally.pictures)
    });
    println!("{:12} {right:3} of {pictures:3}", "with a code");
    Ok(())
}

/// Width, height and pixels of a picture in red, green and blue.
fn read(path: &Path) -> Result<(u32, u32, Vec<u8>), Box<dyn Error>> {
    let mut reader = png::Decoder::new(BufReader::new(File::open(path)?)).read_info()?;
    let mut rgb = vec![0; reader.output_buffer_size().ok_or("too large")?];
    let info = reader.next_frame(&mut rgb)?;
    let rgba = rgb
        .chunks_exact(3)
        .flat_map(|rgb| [rgb[0], rgb[1], rgb[2], u8::MAX]);
    Ok((info.width, info.height, rgba.collect()))
}
