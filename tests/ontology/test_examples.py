"""Every example is judged as its name and its first line say."""

import re
from pathlib import Path

import pytest
from rdflib import SH, URIRef

from kg.graph.vocabulary import CK
from kg.validate import validate_file
from kg.validate.shapes import shapes

EXAMPLES = Path(__file__).parents[2] / "ontology" / "examples"
NAMESPACE = str(CK.Claim).removesuffix("Claim")
CAUGHT_BY = re.compile(r"# must be caught by: ck:([\w-]+)\n")


def named(folder: str) -> list:
    paths = sorted((EXAMPLES / folder).glob("*.ttl"))
    assert paths
    return [pytest.param(path, id=path.stem) for path in paths]


def shape_of(path: Path) -> str:
    first = path.read_text(encoding="utf-8").splitlines(keepends=True)[0]
    match = CAUGHT_BY.fullmatch(first)
    assert match, first
    return NAMESPACE + match[1]


@pytest.mark.parametrize("path", named("valid"))
def test_valid(path):
    report = validate_file(path)
    assert report.conforms, report.text


@pytest.mark.parametrize("path", named("invalid"))
def test_invalid_is_caught_by_the_shape_it_names_and_no_other(path):
    shape = URIRef(shape_of(path))
    allowed = {str(shape), *map(str, shapes().objects(shape, SH.property))}
    found = {violation.shape for violation in validate_file(path).violations}
    assert found
    assert found <= allowed


def test_every_shape_is_tripped_by_an_example():
    named_shapes = {shape_of(path) for path in (EXAMPLES / "invalid").glob("*.ttl")}
    graph = shapes()
    untried = {
        str(node).removeprefix(NAMESPACE)
        for node in graph.subjects(SH.targetClass | SH.targetSubjectsOf)
        if not named_shapes & {str(node), *map(str, graph.objects(node, SH.property))}
    }
    assert untried == set()
