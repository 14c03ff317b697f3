//! One spelling for each path, both ways.

use super::*;

#[test]
fn paths_are_those_of_the_specification() {
    let tile =
        |level, index, width| Resource::Tile(HashTile::new(level, index, width).expect("fits"));
    let entries = |index, width| Resource::Entries(Bundle::new(index, width).expect("fits"));
    let cases = [
        (Resource::Checkpoint, "checkpoint"),
        (tile(0, 0, 256), "tile/0/000"),
        (tile(3, 1_234_067, 256), "tile/3/x001/x234/067"),
        (tile(0, 273, 112), "tile/0/273.p/112"),
        (entries(1_000, 1), "tile/entries/x001/000.p/1"),
        (entries(999, 256), "tile/entries/999"),
    ];
    for (resource, path) in cases {
        assert_eq!(resource.to_string(), path);
        assert_eq!(Resource::parse(path), Some(resource));
    }
}

#[test]
fn a_path_has_one_spelling() {
    for path in [
        "",
        "/checkpoint",
        "checkpoint/",
        "Checkpoint",
        "tile",
        "tile/",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/00/000",
        "tile/8/000",
        "tile/-1/000",
        "tile/+1/000",
        "tile/0/x000/001",
        "tile/0/1000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/+1",
        "tile/0/000.p/5/6",
        "tile/0/x001/x001/x001/x001/x001/x001/x001/x001/000",
        "tile/entries/../000",
        "tile/data/000",
        "roster/",
        "roster/AA",
        "roster/x.minisig",
        "tile/0/x0é1/000",
    ] {
        assert_eq!(Resource::parse(path), None, "{path}");
    }
    for part in RosterPart::ALL {
        let roster = Resource::Roster(RosterDigest([0xab; 32]), part);
        assert_eq!(Resource::parse(&roster.to_string()), Some(roster));
        assert_eq!(
            Resource::parse(&roster.to_string().replacen("ab", "AB", 1)),
            None
        );
    }
}

#[test]
fn the_tiles_of_70_000_entries_are_those_the_specification_counts() {
    let tiles: Vec<_> = HashTile::all(70_000).collect();
    let count = |level, width| {
        tiles
            .iter()
            .filter(|tile| tile.level == level && tile.width == width)
            .count()
    };
    assert_eq!((count(0, 256), count(0, 112)), (273, 1));
    assert_eq!((count(1, 256), count(1, 17), count(2, 1)), (1, 1, 1));
    assert_eq!(tiles.len(), 277);
    let of_256: Vec<_> = HashTile::all(256)
        .map(|tile| (tile.level, tile.width))
        .collect();
    assert_eq!(of_256, [(0, 256), (1, 1)]);
    assert_eq!(HashTile::all(0).count(), 0);
}

#[test]
fn bundles_cover_from_the_one_that_grew() {
    let covering = |from, size| {
        Bundle::covering(from, size)
            .map(|b| (b.index, b.width))
            .collect::<Vec<_>>()
    };
    assert_eq!(covering(0, 0), []);
    assert_eq!(covering(5, 5), []);
    assert_eq!(covering(0, 257), [(0, 256), (1, 1)]);
    assert_eq!(covering(255, 256), [(0, 256)]);
    assert_eq!(covering(256, 300), [(1, 44)]);
}

#[test]
fn a_bundle_holds_what_its_width_says_and_nothing_more() {
    let bytes = Bundle::encode(["one", "", "three"]);
    let wide = |width| Bundle::new(0, width).expect("fits");
    assert_eq!(wide(3).split(&bytes), Ok(vec![&b"one"[..], b"", b"three"]));
    assert_eq!(wide(2).split(&bytes), Err(NotABundle));
    assert_eq!(wide(4).split(&bytes), Err(NotABundle));
    assert_eq!(wide(3).split(&bytes[..bytes.len() - 1]), Err(NotABundle));
    assert_eq!(wide(1).split(&[0x10, 0x01]), Err(NotABundle));
    let long = vec![b'x'; LINE_MAX + 1];
    let mut bytes = u16::try_from(long.len())
        .expect("short")
        .to_be_bytes()
        .to_vec();
    bytes.extend(long);
    assert_eq!(wide(1).split(&bytes), Err(NotABundle));
}
