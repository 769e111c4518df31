import pytest

from kg.graph import iris


@pytest.mark.parametrize(
    ("identifier", "encoded"),
    [
        ("en/2022-10-12-iris-t", "en/2022-10-12-iris-t"),
        ("a b?c#d", "a%20b%3Fc%23d"),
        ("<script>", "%3Cscript%3E"),
        ("ü", "%C3%BC"),
        ("\ud800", "%ED%A0%80"),
    ],
)
def test_identifiers_are_percent_encoded(identifier, encoded):
    assert str(iris.document_iri("https://d.example/", identifier)) == "https://d.example/document/" + encoded
    assert str(iris.graph_iri("https://d.example/", identifier)) == "https://d.example/graph/" + encoded


def test_digests_tell_parts_apart():
    assert iris.digest("ab", "c") != iris.digest("a", "bc")
    assert len(iris.digest("a")) == 20
    assert iris.digest("a", 1) == iris.digest("a", 1)
