//! A small picture of a picture: its points are read, averaged, and written as a new PNG. Nothing
//! of the file itself comes through.
//!
//! ```text
//!   JPEG, PNG, WebP ─▶ points ─▶ on white, a thousand at most each way, the right side up ─▶ PNG
//! ```

use std::io::Cursor;

use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;

use super::clean_copy::orientation_of;

/// Rows of points, with so many bytes each.
struct Picture {
    width: usize,
    height: usize,
    /// 1 grey, 2 with transparency, 3 colours, 4 with transparency.
    channels: usize,
    bytes: Vec<u8>,
}

/// The preview, or the word for why there is none.
pub(super) fn png_of(bytes: &[u8]) -> Result<Vec<u8>, &'static str> {
    let picture = match bytes {
        [0xff, 0xd8, ..] => jpeg(bytes),
        [0x89, b'P', ..] => png(bytes),
        [b'R', b'I', b'F', b'F', ..] => webp(bytes),
        _ => None,
    };
    let small = picture.ok_or(NO_PICTURE)?.smaller();
    let side_up = orientation_of(bytes).unwrap_or(1);
    small.turned(side_up).written().ok_or(NO_PICTURE)
}

fn jpeg(bytes: &[u8]) -> Option<Picture> {
    let options = DecoderOptions::default()
        .jpeg_set_out_colorspace(ColorSpace::RGB)
        .set_max_width(SIDE_MAX)
        .set_max_height(SIDE_MAX);
    let mut decoder = zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().ok()?;
    let (width, height) = decoder.dimensions()?;
    is_bearable(width, height).then_some(())?;
    Picture::new((width, height), 3, decoder.decode().ok()?)
}

fn png(bytes: &[u8]) -> Option<Picture> {
    let limits = png::Limits { bytes: BYTES_MAX };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let (width, height) = reader.info().size();
    is_bearable(width as usize, height as usize).then_some(())?;
    let mut points = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut points).ok()?;
    points.truncate(frame.buffer_size());
    let size = (frame.width as usize, frame.height as usize);
    Picture::new(size, frame.color_type.samples(), points)
}

fn webp(bytes: &[u8]) -> Option<Picture> {
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(bytes)).ok()?;
    decoder.set_memory_limit(BYTES_MAX);
    let (width, height) = decoder.dimensions();
    let size = (width as usize, height as usize);
    is_bearable(size.0, size.1).then_some(())?;
    let channels = if decoder.has_alpha() { 4 } else { 3 };
    let mut points = vec![0; decoder.output_buffer_size()?];
    decoder.read_image(&mut points).ok()?;
    Picture::new(size, channels, points)
}

fn is_bearable(width: usize, height: usize) -> bool {
    width.saturating_mul(height) <= POINTS_MAX
}

impl Picture {
    /// None if the bytes are not so many.
    fn new((width, height): (usize, usize), channels: usize, bytes: Vec<u8>) -> Option<Self> {
        let fits = width > 0 && height > 0 && bytes.len() == width * height * channels;
        fits.then_some(Self {
            width,
            height,
            channels,
            bytes,
        })
    }

    /// In colours, on white: each point the middle of a square of points.
    fn smaller(&self) -> Self {
        let side = self.width.max(self.height).div_ceil(PREVIEW_SIDE);
        let (width, height) = (self.width.div_ceil(side), self.height.div_ceil(side));
        let mut bytes = Vec::with_capacity(width * height * 3);
        for row in 0..height {
            for column in 0..width {
                bytes.extend(self.middle(column * side, row * side, side));
            }
        }
        Self {
            width,
            height,
            channels: 3,
            bytes,
        }
    }

    fn middle(&self, left: usize, top: usize, side: usize) -> [u8; 3] {
        let (right, bottom) = ((left + side).min(self.width), (top + side).min(self.height));
        let mut sums = [0_usize; 3];
        for row in top..bottom {
            for column in left..right {
                let point = self.point(column, row);
                for (sum, value) in sums.iter_mut().zip(point) {
                    *sum += usize::from(value);
                }
            }
        }
        let count = (right - left) * (bottom - top);
        sums.map(|sum| u8::try_from(sum / count).unwrap_or(u8::MAX))
    }

    fn point(&self, column: usize, row: usize) -> [u8; 3] {
        let at = (row * self.width + column) * self.channels;
        let (colours, alpha) = match self.bytes[at..at + self.channels] {
            [grey] => ([grey; 3], u8::MAX),
            [grey, alpha] => ([grey; 3], alpha),
            [red, green, blue] => ([red, green, blue], u8::MAX),
            [red, green, blue, alpha] => ([red, green, blue], alpha),
            _ => ([0; 3], 0),
        };
        let alpha = u16::from(alpha);
        let on_white = |value: u8| (u16::from(value) * alpha + 255 * (255 - alpha)) / 255;
        colours.map(|value| u8::try_from(on_white(value)).unwrap_or(u8::MAX))
    }

    /// As EXIF counts which side is up: 1 is usual, 6 lies on its left.
    fn turned(self, side_up: u8) -> Self {
        let is_lying = side_up >= 5;
        let (width, height) = if is_lying {
            (self.height, self.width)
        } else {
            (self.width, self.height)
        };
        let (last_column, last_row) = (self.width - 1, self.height - 1);
        let mut bytes = Vec::with_capacity(self.bytes.len());
        for row in 0..height {
            for column in 0..width {
                let (column, row) = match side_up {
                    2 => (last_column - column, row),
                    3 => (last_column - column, last_row - row),
                    4 => (column, last_row - row),
                    5 => (row, column),
                    6 => (row, last_row - column),
                    7 => (last_column - row, last_row - column),
                    8 => (last_column - row, column),
                    _ => (column, row),
                };
                let at = (row * self.width + column) * 3;
                bytes.extend_from_slice(&self.bytes[at..at + 3]);
            }
        }
        Self {
            width,
            height,
            channels: 3,
            bytes,
        }
    }

    fn written(&self) -> Option<Vec<u8>> {
        let (width, height) = (u32::try_from(self.width), u32::try_from(self.height));
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, width.ok()?, height.ok()?);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().ok()?;
        writer.write_image_data(&self.bytes).ok()?;
        writer.finish().ok()?;
        Some(file)
    }
}

const NO_PICTURE: &str = "no-picture";

/// Points of a preview's longer side.
const PREVIEW_SIDE: usize = 1000;
/// Points of a picture that is read: the largest cameras have a hundred million.
const POINTS_MAX: usize = 120_000_000;
const SIDE_MAX: usize = 32_768;
/// Of memory that a reader takes by itself.
const BYTES_MAX: usize = 512 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    /// Red, green, blue, and a point that is not to be seen.
    fn small() -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, 2, 2);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        encoder
            .add_text_chunk("Author".to_owned(), "Anna".to_owned())
            .expect("text");
        let mut writer = encoder.write_header().expect("begun");
        let points = [
            [255, 0, 0, 255],
            [0, 255, 0, 255],
            [0, 0, 255, 255],
            [0, 0, 0, 0],
        ];
        writer
            .write_image_data(points.as_flattened())
            .expect("written");
        writer.finish().expect("whole");
        file
    }

    #[test]
    fn a_preview_is_the_points_on_white_and_nothing_else() {
        let file = small();
        assert!(memchr::memmem::find(&file, b"Anna").is_some());
        let made = png_of(&file).expect("a preview");
        assert!(memchr::memmem::find(&made, b"Anna").is_none());
        let again = png(&made).expect("a picture");
        assert_eq!((again.width, again.height, again.channels), (2, 2, 3));
        let points: Vec<_> = again.bytes.chunks(3).map(<[u8]>::to_vec).collect();
        assert_eq!(
            points,
            [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]]
        );
    }

    #[test]
    fn a_large_picture_becomes_small_and_keeps_its_shape() {
        let bytes = vec![7; 2500 * 100];
        let picture = Picture::new((2500, 100), 1, bytes).expect("a picture");
        let small = picture.smaller();
        assert_eq!((small.width, small.height), (834, 34));
        assert!(small.bytes.iter().all(|value| *value == 7));
    }

    #[test]
    fn the_right_side_is_up() {
        let picture = || Picture {
            width: 2,
            height: 1,
            channels: 3,
            bytes: vec![1, 1, 1, 2, 2, 2],
        };
        let turned = |side_up| {
            let turned = picture().turned(side_up);
            (turned.width, turned.bytes[0])
        };
        assert_eq!(turned(1), (2, 1));
        assert_eq!(turned(2), (2, 2));
        assert_eq!(turned(3), (2, 2));
        assert_eq!(turned(4), (2, 1));
        assert_eq!(turned(5), (1, 1));
        assert_eq!(turned(6), (1, 1));
        assert_eq!(turned(7), (1, 2));
        assert_eq!(turned(8), (1, 2));
    }

    #[test]
    fn what_is_no_picture_or_too_large_has_no_preview() {
        let mut wide = small();
        // A width of a million and a half in its head, with a checksum that fits.
        wide[16..20].copy_from_slice(&1_500_000_u32.to_be_bytes());
        wide[20..24].copy_from_slice(&1_500_000_u32.to_be_bytes());
        let sum = crc32fast::hash(&wide[12..29]).to_be_bytes();
        wide[29..33].copy_from_slice(&sum);
        for bytes in [
            &b""[..],
            b"%PDF-1.7",
            b"\xff\xd8\xff\xe0",
            b"RIFF\0\0\0\0WEBP",
            &wide,
            &small()[..60],
        ] {
            assert_eq!(png_of(bytes), Err(NO_PICTURE));
        }
    }
}
