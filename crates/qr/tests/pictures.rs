//! Pictures as cameras, screens and files give them.
#![expect(clippy::unwrap_used, reason = "a helper of tests fails the test")]

use std::{fs::File, io::BufReader, path::Path};

use countersign_qr::{Picture, Try, decode_frame, decode_luma, decode_rgba};
use png::{ColorType, Decoder, Transformations};
use proptest::prelude::*;

/// Width, height and pixels in red, green, blue and opacity.
fn picture(name: &str) -> (u32, u32, Vec<u8>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/images");
    let mut decoder = Decoder::new(BufReader::new(File::open(folder.join(name)).unwrap()));
    decoder.set_transformations(Transformations::EXPAND | Transformations::ALPHA);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    if info.color_type == ColorType::GrayscaleAlpha {
        let (grays, _) = pixels.as_chunks::<2>();
        pixels = grays
            .iter()
            .flat_map(|[gray, opacity]| [*gray, *gray, *gray, *opacity])
            .collect();
    }
    (info.width, info.height, pixels)
}

fn texts(name: &str) -> Vec<String> {
    let (width, height, rgba) = picture(name);
    decode_rgba(width, height, &rgba)
}

#[test]
fn a_code_seen_from_the_side_is_read() {
    assert_eq!(
        texts("photo.png"),
        ["otpauth://totp/Backup:ada16379%40example.org?secret=FXFJIM3Q5KU4OAFP&issuer=Backup"]
    );
}

#[test]
fn a_rotated_code_is_read() {
    assert_eq!(
        texts("rotated.png"),
        [
            "otpauth://totp/Jump%20Host:bob300728%40example.org?secret=OKWAQQX3YQQPW24G\
          &issuer=Jump+Host"
        ]
    );
}

#[test]
fn a_light_code_on_a_dark_page_is_read() {
    assert_eq!(
        texts("dark-mode.png"),
        [
            "otpauth://totp/%C3%96%C4%9Frenci%20Portal%C4%B1:ceyda457332%40example.org\
          ?secret=ZIIJHHF3K5J36INRRZHUSM3N5XUOWE7NIKTUJFMQJ44JTZ247L3Q\
          &issuer=%C3%96%C4%9Frenci+Portal%C4%B1&algorithm=SHA1&digits=6&period=30"
        ]
    );
}

#[test]
fn a_code_on_a_photographed_screen_is_read() {
    assert_eq!(
        texts("screen.png"),
        ["otpauth://totp/Backup:bob519997%40example.org?secret=BTXY6IOUEXIDJRLC&issuer=Backup"]
    );
}

#[test]
fn letters_beyond_ascii_are_read() {
    assert_eq!(
        texts("unescaped.png"),
        ["otpauth://totp/\u{d6}\u{11f}renci Portal\u{131}:ay\u{15f}e?secret=GEZDGNBVGY3TQOJQ"]
    );
}

#[test]
fn what_is_transparent_lies_on_white() {
    assert_eq!(
        texts("transparent.png"),
        ["otpauth://totp/Clear:me?secret=GEZDGNBVGY3TQOJQ"]
    );
}

#[test]
fn two_codes_are_both_read() {
    let mut texts = texts("two.png");
    texts.sort();
    assert_eq!(
        texts,
        [
            "otpauth://totp/Two:left?secret=GEZDGNBVGY3TQOJQ",
            "otpauth://totp/Two:right?secret=GEZDGNBVGY3TQOJQ"
        ]
    );
}

/// What each try reads in a picture, in their order.
fn by_try(name: &str) -> [bool; Try::ALL.len()] {
    let (width, height, rgba) = picture(name);
    let picture = Picture::from_rgba(width, height, &rgba).unwrap();
    Try::ALL.map(|way| !way.read(&picture).is_empty())
}

#[test]
fn a_code_full_of_noise_is_read_once_it_is_smoothed() {
    assert_eq!(by_try("noisy.png")[..2], [false, true]);
    assert_eq!(
        texts("noisy.png"),
        ["otpauth://totp/Noisy:me?secret=GEZDGNBVGY3TQOJQ"]
    );
}

#[test]
fn a_faint_code_in_uneven_light_is_read() {
    assert_eq!(by_try("faint.png")[..2], [false, true]);
    assert_eq!(
        texts("faint.png"),
        ["otpauth://totp/Faint:me?secret=GEZDGNBVGY3TQOJQ"]
    );
}

#[test]
fn a_code_out_of_focus_is_read_with_care() {
    assert_eq!(by_try("blurred.png"), [false, false, true]);
    assert_eq!(
        texts("blurred.png"),
        ["otpauth://totp/Blurred:me?secret=GEZDGNBVGY3TQOJQ"]
    );
}

#[test]
fn a_code_in_motion_is_read_with_care() {
    assert_eq!(by_try("moved.png"), [false, false, true]);
    assert_eq!(
        texts("moved.png"),
        ["otpauth://totp/Moved:me?secret=GEZDGNBVGY3TQOJQ"]
    );
}

#[test]
fn a_light_code_out_of_focus_is_read_with_care() {
    let (width, height, mut rgba) = picture("blurred.png");
    for pixel in rgba.as_chunks_mut::<4>().0 {
        for color in &mut pixel[..3] {
            *color = u8::MAX - *color;
        }
    }
    assert_eq!(
        decode_rgba(width, height, &rgba),
        ["otpauth://totp/Blurred:me?secret=GEZDGNBVGY3TQOJQ"]
    );
}

#[test]
fn a_blurred_code_is_read_within_four_frames_and_a_sharp_one_in_the_first() {
    let (width, height, rgba) = picture("blurred.png");
    let mut frames = (0..4).map(|number| decode_frame(width, height, &rgba, number));
    assert!(frames.any(|texts| !texts.is_empty()));
    let (width, height, rgba) = picture("rotated.png");
    for number in 0..4 {
        assert_eq!(decode_frame(width, height, &rgba, number).len(), 1);
    }
}

#[test]
fn nothing_is_found_where_no_code_is() {
    assert_eq!(texts("no-code.png"), [""; 0]);
    for name in ["photo.png", "screen.png", "dark-mode.png", "blurred.png"] {
        let (width, height, rgba) = picture(name);
        // Not all of it: what is left of each code lacks patterns.
        let cut = height / 2;
        let rgba = &rgba[..width as usize * cut as usize * 4];
        assert_eq!(decode_rgba(width, cut, rgba), [""; 0], "{name}");
    }
}

#[test]
fn nothing_is_found_in_a_picture_of_another_size_than_said() {
    let (width, height, rgba) = picture("rotated.png");
    for (width, height) in [
        (0, 0),
        (width, 0),
        (width, height - 1),
        (width + 1, height),
        (u32::MAX, u32::MAX),
    ] {
        assert_eq!(decode_rgba(width, height, &rgba), [""; 0]);
    }
    assert_eq!(decode_rgba(1, 1, &[0, 0, 0]), [""; 0]);
    assert_eq!(decode_rgba(0, 0, &[]), [""; 0]);
    assert_eq!(decode_luma(2, 2, &[0, 0, 0]), [""; 0]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_picture_makes_it_panic(
        width in 0_u32..150,
        height in 0_u32..150,
        scale in 1_u32..6,
        blocks in proptest::collection::vec(any::<u8>(), 64..4096),
    ) {
        let block = |x: u32, y: u32| blocks[((x / scale + y / scale * 61) as usize) % blocks.len()];
        let luma: Vec<u8> = (0..height)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .map(|(x, y)| block(x, y))
            .collect();
        decode_luma(width, height, &luma);
    }

    #[test]
    fn no_damage_to_a_code_makes_it_panic(
        x in 0_usize..640,
        y in 0_usize..480,
        size in 1_usize..200,
        shade in any::<u8>(),
        cut in 1_u32..480,
    ) {
        let (width, _, mut rgba) = picture("rotated.png");
        let row = width as usize * 4;
        for line in rgba.chunks_mut(row).skip(y).take(size) {
            line[x * 4..row.min((x + size) * 4)].fill(shade);
        }
        decode_rgba(width, cut, &rgba[..row * cut as usize]);
    }
}
