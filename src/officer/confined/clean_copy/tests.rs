//! What is planted in a file, and is not in its copy. Real files, made by a browser, go through the
//! desk in `tests/integration/desk/looking.rs`.

use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{CleanCopy, LeftInCopy, Uncleanable};

fn holds(bytes: &[u8], wanted: &str) -> bool {
    memchr::memmem::find(bytes, wanted.as_bytes()).is_some()
}

/// A segment with its length.
fn jpeg_segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).expect("short");
    let mut segment = vec![0xff, marker];
    segment.extend(length.to_be_bytes());
    segment.extend(content);
    segment
}

/// What a telephone writes: turned to the left, where it was taken, a remark, a film at the end.
fn jpeg() -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0".to_vec();
    // Orientation 6, and the camera's name behind it.
    exif.extend([1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]);
    exif.extend(b"\0\0\0\0TELEFONS 9 SERIAL 1234 GPS 56.95N");
    let mut file = vec![0xff, 0xd8];
    file.extend(jpeg_segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"));
    file.extend(jpeg_segment(0xe1, &exif));
    file.extend(jpeg_segment(
        0xe1,
        b"http://ns.adobe.com/xap/1.0/\0<x>Anna</x>",
    ));
    file.extend(jpeg_segment(0xe2, b"ICC_PROFILE\0\x01\x01Anna monitors"));
    file.extend(jpeg_segment(0xed, b"Photoshop 3.0\0Anna"));
    file.extend(jpeg_segment(0xfe, b"Anna komentars"));
    file.extend(jpeg_segment(0xdb, &[7; 65]));
    file.extend(jpeg_segment(0xc0, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]));
    file.extend(jpeg_segment(0xc4, &[3; 20]));
    file.extend(jpeg_segment(0xda, &[1, 1, 0, 0, 63, 0]));
    file.extend([1, 2, 0xff, 0, 3, 0xff, 0xd0, 4, 5]);
    file.extend([0xff, 0xd9]);
    file.extend(b"MotionPhoto Anna ftypmp42");
    file
}

#[test]
fn a_jpeg_s_copy_is_its_picture_and_which_side_is_up() {
    let copy = CleanCopy::of(&jpeg()).expect("a picture");
    for told in ["Anna", "TELEFONS", "GPS", "JFIF", "ICC", "ftyp"] {
        assert!(!holds(&copy.bytes, told), "{told}");
    }
    let scan = [1, 2, 0xff, 0, 3, 0xff, 0xd0, 4, 5, 0xff, 0xd9];
    assert!(copy.bytes.ends_with(&scan));
    // The same word again, and none beside it.
    let exif = copy.bytes.windows(6).filter(|some| some == b"Exif\0\0");
    assert_eq!(exif.count(), 1);
    assert_eq!(copy.bytes[2..4], [0xff, 0xe1]);
    assert_eq!(copy.bytes[31], 6, "{:?}", &copy.bytes[..40]);
    assert_eq!(copy.left, [LeftInCopy::Picture]);
    let again = CleanCopy::of(&copy.bytes).expect("still a picture");
    assert_eq!(again, copy, "there is nothing more to take away");
}

#[test]
fn a_jpeg_that_ends_early_has_no_copy() {
    let whole = jpeg();
    let end = whole.len() - b"MotionPhoto Anna ftypmp42".len();
    for length in [2, 4, 30, 200, end - 1] {
        assert_eq!(
            CleanCopy::of(&whole[..length]).err(),
            Some(if length < 3 {
                Uncleanable::UnknownKind
            } else {
                Uncleanable::Damaged
            }),
            "{length}"
        );
    }
    assert!(CleanCopy::of(&whole[..end]).is_ok());
}

fn png_chunk(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    let mut chunk = u32::try_from(content.len())
        .expect("short")
        .to_be_bytes()
        .to_vec();
    chunk.extend(kind);
    chunk.extend(content);
    chunk.extend(crc32fast::hash(&chunk[4..]).to_be_bytes());
    chunk
}

fn png() -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    file.extend(png_chunk(
        *b"IHDR",
        &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0],
    ));
    file.extend(png_chunk(*b"tEXt", b"Author\0Anna"));
    file.extend(png_chunk(*b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0Anna"));
    file.extend(png_chunk(*b"eXIf", b"II*\0Anna"));
    file.extend(png_chunk(*b"tIME", &[7, 234, 11, 30, 1, 2, 3]));
    file.extend(png_chunk(*b"iCCP", b"Anna"));
    file.extend(png_chunk(*b"IDAT", &[1, 2, 3]));
    file.extend(png_chunk(*b"vpAg", b"Anna"));
    file.extend(png_chunk(*b"IEND", b""));
    file.extend(b"Anna");
    file
}

#[test]
fn a_png_s_copy_is_the_chunks_of_its_picture() {
    let copy = CleanCopy::of(&png()).expect("a picture");
    let mut wanted = b"\x89PNG\r\n\x1a\n".to_vec();
    wanted.extend(png_chunk(
        *b"IHDR",
        &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0],
    ));
    wanted.extend(png_chunk(*b"IDAT", &[1, 2, 3]));
    wanted.extend(png_chunk(*b"IEND", b""));
    assert_eq!(copy.bytes, wanted);
    let mut changed = png();
    changed[20] ^= 1;
    assert_eq!(CleanCopy::of(&changed).err(), Some(Uncleanable::Damaged));
}

fn webp_chunk(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    let mut chunk = kind.to_vec();
    chunk.extend(u32::try_from(content.len()).expect("short").to_le_bytes());
    chunk.extend(content);
    chunk.extend(vec![0; content.len() % 2]);
    chunk
}

fn riff(chunks: &[Vec<u8>]) -> Vec<u8> {
    let inside = [b"WEBP".to_vec(), chunks.concat()].concat();
    let mut file = b"RIFF".to_vec();
    file.extend(u32::try_from(inside.len()).expect("short").to_le_bytes());
    file.extend(inside);
    file
}

#[test]
fn a_webp_s_copy_is_the_chunks_of_its_picture_in_every_frame() {
    let head = [0; 16];
    let frame = [
        head.to_vec(),
        webp_chunk(*b"VP8 ", &[9; 3]),
        webp_chunk(*b"EXIF", b"Anna"),
    ]
    .concat();
    let file = riff(&[
        webp_chunk(*b"VP8X", &[0x3e, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        webp_chunk(*b"ICCP", b"Anna"),
        webp_chunk(*b"ANMF", &frame),
        webp_chunk(*b"EXIF", b"Anna"),
        webp_chunk(*b"XMP ", b"Anna"),
        webp_chunk(*b"ABCD", b"Anna"),
    ]);
    let copy = CleanCopy::of(&[file.as_slice(), b"Anna"].concat()).expect("a picture");
    let frame = [head.to_vec(), webp_chunk(*b"VP8 ", &[9; 3])].concat();
    let wanted = riff(&[
        webp_chunk(*b"VP8X", &[0x12, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        webp_chunk(*b"ANMF", &frame),
    ]);
    assert_eq!(copy.bytes, wanted);
    let cut = CleanCopy::of(&file[..file.len() - 9]);
    assert_eq!(cut.err(), Some(Uncleanable::Damaged));
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = SimpleFileOptions::default();
        zip.start_file(*name, options).expect("begun");
        zip.write_all(content).expect("written");
    }
    zip.set_comment("Anna").expect("short");
    zip.finish().expect("whole").into_inner()
}

fn part(bytes: &[u8], name: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a ZIP");
    let mut content = Vec::new();
    let mut part = archive.by_name(name).expect(name);
    part.read_to_end(&mut content).expect("whole");
    content
}

const DOCUMENT: &str = r#"<w:document><!-- Anna --><w:p w:rsidR="00AB12CD"><w:ins w:id="1" w:author="Anna B&gt;" w:date='2026-11-30T10:00:00Z'><w:r><w:t xml:space="preserve">Vārdi = "šie"</w:t></w:r></w:ins></w:p></w:document>"#;

#[test]
fn an_office_document_s_copy_has_its_words_and_nobody_s_name() {
    let file = archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("docProps/core.xml", b"<cp:coreProperties><dc:creator>Anna</dc:creator></cp:coreProperties>"),
        ("docProps/app.xml", b"<Properties><Company>Anna</Company></Properties>"),
        ("docProps/custom.xml", b"<Properties>Anna</Properties>"),
        ("docProps/thumbnail.jpeg", b"Anna"),
        ("word/document.xml", DOCUMENT.as_bytes()),
        ("word/settings.xml", b"<w:settings><w:rsids><w:rsidRoot w:val=\"00AB12CD\"/></w:rsids><w:zoom/></w:settings>"),
        ("word/people.xml", b"<w15:person w15:author=\"Anna\"><w15:presenceInfo w15:userId=\"Anna\"/></w15:person>"),
        ("word/media/image1.jpeg", &jpeg()),
        ("xl/comments1.xml", b"<comments><authors><author>Anna</author></authors></comments>"),
        ("xl/printerSettings/printerSettings1.bin", b"Anna"),
    ]);
    let copy = CleanCopy::of(&file).expect("a document");
    assert_eq!(copy.left, [LeftInCopy::Picture, LeftInCopy::Words]);
    assert!(!holds(&copy.bytes, "Anna"), "outside of the parts");
    let words = String::from_utf8(part(&copy.bytes, "word/document.xml")).expect("text");
    assert_eq!(
        words,
        r#"<w:document><w:p w:rsidR="00000000"><w:ins w:id="1" w:author="-" w:date='1970-01-01T00:00:00Z'><w:r><w:t xml:space="preserve">Vārdi = "šie"</w:t></w:r></w:ins></w:p></w:document>"#
    );
    let mut zip = ZipArchive::new(Cursor::new(copy.bytes.as_slice())).expect("a ZIP");
    assert_eq!(zip.len(), 11);
    for number in 0..zip.len() {
        let mut part = zip.by_index(number).expect("a part");
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("whole");
        for told in ["Anna", "2026", "00AB12CD", "TELEFONS"] {
            assert!(!holds(&content, told), "{told} in part {number}");
        }
        assert_eq!(part.last_modified().map(|at| at.year()), Some(1980));
    }
}

#[test]
fn an_open_document_s_copy_has_no_author_and_its_kind_first() {
    let file = archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("meta.xml", b"<office:document-meta>Anna</office:document-meta>"),
        ("settings.xml", b"<config:config-item config:name=\"PrinterName\">Anna</config:config-item>"),
        (
            "content.xml",
            "<office:annotation><dc:creator>Anna</dc:creator><dc:date>2026</dc:date><text:p>Vārdi</text:p></office:annotation>".as_bytes(),
        ),
        ("Object 1/x.bin", b"kaut kas"),
    ]);
    let copy = CleanCopy::of(&file).expect("a document");
    assert_eq!(copy.left, [LeftInCopy::Words, LeftInCopy::Embedded]);
    for name in ["meta.xml", "settings.xml", "content.xml"] {
        assert!(!holds(&part(&copy.bytes, name), "Anna"), "{name}");
    }
    let words = String::from_utf8(part(&copy.bytes, "content.xml")).expect("text");
    assert!(words.contains("<dc:creator></dc:creator><dc:date></dc:date><text:p>Vārdi"));
    assert_eq!(&copy.bytes[30..38], b"mimetype");
}

#[test]
fn what_can_t_be_cleaned_says_why() {
    let protected = archive(&[(
        "META-INF/manifest.xml",
        b"<manifest:encryption-data/>".as_slice(),
    )]);
    let protected_pdf =
        "%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R/Encrypt 2 0 R>>";
    for (file, why) in [
        (&archive(&[("a.txt", b"x")])[..], Uncleanable::UnknownKind),
        (&protected, Uncleanable::Protected),
        (protected_pdf.as_bytes(), Uncleanable::Protected),
        (b"%PDF-1.7\nnothing", Uncleanable::Damaged),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Uncleanable::OldOffice),
        (b"GIF89a", Uncleanable::UnknownKind),
        (b"", Uncleanable::UnknownKind),
        (b"PK\x03\x04", Uncleanable::Damaged),
        (b"RIFF\x04\0\0\0WEBP", Uncleanable::Damaged),
    ] {
        assert_eq!(CleanCopy::of(file).err(), Some(why), "{file:?}");
    }
}

/// Two versions of a page: a change leaves the first in the file.
fn pdf() -> Vec<u8> {
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(
        b"8 0 9 44 <</Type/Page/Parent 2 0 R/Contents 5 0 R>>  <</Author(Anna)/Names[(Anna) 6 0 R]>>",
        6,
    );
    let mut file = b"%PDF-1.7\n".to_vec();
    let texts: [&[u8]; 10] = [
        b"1 0 obj\n<</Type/Catalog/Pages 2 0 R/Metadata 7 0 R/PieceInfo<</X(Anna)>>>>\nendobj\n",
        b"2 0 obj\n<</Type/Pages/Kids[3 0 R 8 0 R]/Count 2>>\nendobj\n",
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/Contents 5 0 R/Annots[<</Subtype/Text/Rect[0 0 1 1]/T(Anna)/M(D:2026)/Contents(Piez\\)ime)>>]/Resources<</XObject<</I 10 0 R>>>>>>\nendobj\n",
        b"4 0 obj\n<</Producer(Anna)/CreationDate(D:20261130)>>\nendobj\n",
        b"5 0 obj\n<</Length 11 0 R>>\nstream\nBT (Anna vecais) endstream ET\nendstream\nendobj\n",
        b"7 0 obj\n<</Type/Metadata/Length 4>>\nstream\nAnna\nendstream\nendobj\n",
        b"11 0 obj\n29\nendobj\n",
        b"trailer\n<</Root 1 0 R/Info 4 0 R/ID[<00><01>]>>\nstartxref\n0\n%%EOF\n",
        b"5 0 obj\n<</Length 12 0 R>>\nstream\nBT (jaunais) endstream ET\nendstream\nendobj\n",
        b"12 0 obj 25 endobj\n",
    ];
    file.extend(texts.concat());
    file.extend(
        format!(
            "13 0 obj\n<</Type/ObjStm/N 2/First 9/Filter/FlateDecode/Length {}>>\nstream\n",
            packed.len()
        )
        .bytes(),
    );
    file.extend(packed);
    file.extend(b"\nendstream\nendobj\n");
    let picture = jpeg();
    file.extend(
        format!(
            "10 0 obj\n<</Subtype/Image/Filter[/DCTDecode]/Length {}>>\nstream\n",
            picture.len()
        )
        .bytes(),
    );
    file.extend(picture);
    file.extend(b"\nendstream\nendobj\n");
    file
}

#[test]
fn a_pdf_s_copy_has_its_newest_pages_and_no_history() {
    let copy = CleanCopy::of(&pdf()).expect("a document");
    let text = String::from_utf8_lossy(&copy.bytes);
    for told in [
        "Anna",
        "TELEFONS",
        "D:2026",
        "/Info",
        "/ID",
        "PieceInfo",
        "Metadata",
    ] {
        assert!(!text.contains(told), "{told}: {text}");
    }
    assert!(text.contains("BT (jaunais) endstream ET"), "{text}");
    assert!(text.contains("(Piez\\)ime)"), "{text}");
    assert_eq!(text.matches("/Type /Page\n").count(), 2, "{text}");
    assert_eq!(copy.left, [LeftInCopy::Picture, LeftInCopy::Words]);
    // Its table leads to its objects.
    let table = text.rsplit("startxref\n").next().expect("an end");
    let table: usize = table
        .lines()
        .next()
        .expect("a place")
        .parse()
        .expect("a number");
    assert!(copy.bytes[table..].starts_with(b"xref\n"));
    let lines = String::from_utf8_lossy(&copy.bytes[table..]).into_owned();
    for (number, line) in lines
        .lines()
        .skip(3)
        .take_while(|line| line.ends_with(" n "))
        .enumerate()
    {
        let place: usize = line[..10].parse().expect("a place");
        let head = format!("{} 0 obj\n", number + 1);
        assert!(copy.bytes[place..].starts_with(head.as_bytes()), "{line}");
    }
}

#[test]
fn a_pdf_of_nothing_but_depth_ends() {
    let deep = [b"%PDF-1.7\n1 0 obj\n".to_vec(), vec![b'['; 200_000]].concat();
    assert_eq!(CleanCopy::of(&deep).err(), Some(Uncleanable::Damaged));
    let names = [b"%PDF-1.7\n1 0 obj\n<<".to_vec(), b"/A".repeat(100_000)].concat();
    assert_eq!(CleanCopy::of(&names).err(), Some(Uncleanable::Damaged));
}
