"""The pages: what they show, what they link, and that nothing hostile in a document becomes markup."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from kg.config import load
from kg.serve.markup import VOID
from kg.store import Store
from tests.serve.conftest import running
from tests.store.samples import BASE, Says, document, reference, sha256

HTML = {"accept": "text/html"}


class Page(HTMLParser):
    """A page read back: it must be well-formed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page(client: httpx.Client, path: str, **parameters: str) -> Page:
    response = client.get(path, params=parameters or None, headers=HTML)
    assert response.status_code == 200 and response.headers["content-type"] == "text/html; charset=utf-8"
    found = Page(response.text)
    ids = [a["id"] for _, a in found.elements if "id" in a]
    assert len(ids) == len(set(ids))
    labelled = {a["for"] for a in found.all("label")}
    fields = [a for tag in ("input", "select", "textarea") for a in found.all(tag)]
    assert {a["id"] for a in fields} <= labelled
    assert not any(name.startswith("on") or name == "style" for _, a in found.elements for name in a)
    return found


class TestClaims:
    def test_newest_first_with_their_sentences(self, client: httpx.Client) -> None:
        text = page(client, "/").text
        assert "6 claims" in text
        assert (
            text.index("Ukraine received 18") < text.index("Germany will send 14") < text.index("Germany has delivered")
        )

    @pytest.mark.parametrize(
        ("given", "count"),
        [
            ({"supplier": "Germany"}, 4),
            ({"supplier": "Berlin"}, 4),
            ({"supplier": "state/DEU"}, 4),
            ({"recipient": "Russia"}, 2),
            ({"system": "Leopard 2"}, 2),
            ({"system": "battle tanks"}, 2),
            ({"system": "leopard-2a6"}, 2),
            ({"status": "denied"}, 1),
            ({"status": "nonsense"}, 0),
            ({"text": "handed over"}, 1),
            ({"text": "IRIS-T Ukraine"}, 1),
            ({"supplier": "Iran", "status": "delivered"}, 1),
            ({"supplier": "Atlantis"}, 0),
            ({"text": '" OR 1=1 --'}, 0),
        ],
    )
    def test_filters(self, client: httpx.Client, given: dict[str, str], count: int) -> None:
        found = page(client, "/", **given)
        assert (f"{count} claim" if count else "No claims") in found.text
        assert len(found.all("blockquote")) == count
        (search,) = [a for a in found.all("form") if a.get("role") == "search"]
        assert search["method"] == "get"

    def test_what_is_unknown_is_said(self, client: httpx.Client) -> None:
        assert "Nothing in the store is called “Atlantis”" in page(client, "/", supplier="Atlantis").text

    @pytest.mark.parametrize(
        "value", ['"><script>alert(1)</script>', "'; DROP TABLE transfer; --", "\x00", "x" * 5000, "%"]
    )
    def test_hostile_filters(self, client: httpx.Client, value: str) -> None:
        for name in ("supplier", "recipient", "system", "status", "text"):
            assert not page(client, "/", **{name: value}).all("script")

    def test_bad_cursor(self, client: httpx.Client) -> None:
        assert client.get("/?after=nonsense", headers=HTML).status_code == 400

    def test_pages(self, tmp_path: Path) -> None:
        with Store.open(tmp_path / "store", base_iri=BASE) as store:
            store.load_reference(reference())
            for number in range(45):
                say = Says(
                    f"Germany sent tank {number:02} to Ukraine.",
                    {"supplier": "state/DEU", "recipient": "state/UKR"},
                    "delivered",
                )
                store.put(f"d{number:02}", "0", document(f"d{number:02}", f"2023-01-{number % 28 + 1:02}", [say]))
        with running(tmp_path / "store", load()) as client:
            path, seen = "/?supplier=Germany", []
            while path and len(seen) < 100:
                found = page(client, path)
                seen += [a["href"] for a in found.all("a") if str(a["href"]).startswith("/claim/")]
                path = next((str(a["href"]) for a in found.all("a") if a.get("rel") == "next"), "")
            assert len(seen) == len(set(seen)) == 45
            back = page(client, next(str(a["href"]) for a in found.all("a") if a.get("rel") == "prev"))
            assert [a["href"] for a in back.all("a") if str(a["href"]).startswith("/claim/")] == seen[20:40]


class TestClaim:
    def test_all_its_data(self, client: httpx.Client) -> None:
        found = page(client, "/claim/a3-0")
        for words in (
            "Germany",
            "Ukraine",
            "Leopard 2A6",
            "announced",
            "14",
            "Boris Pistorius",
            "0.875",
            "2023-01-25",
            f"{BASE}claim/a3-0",
        ):
            assert words in found.text, words
        assert {"/document/a3#quote-a3-0", "/?supplier=state%2FDEU", "/claim/a3-0?format=turtle"} <= {
            a["href"] for a in found.all("a")
        }

    @pytest.mark.parametrize(
        ("claim", "headline"),
        [("a1-1", "Christine Lambrecht: defence minister, Germany"), ("a5-2", "Russia deployed Shahed-136 in Ukraine")],
    )
    def test_other_kinds(self, client: httpx.Client, claim: str, headline: str) -> None:
        assert headline in page(client, f"/claim/{claim}").text

    def test_as_rdf(self, client: httpx.Client) -> None:
        for url, headers in (("/claim/a1-0", {"accept": "text/turtle"}), ("/claim/a1-0?format=turtle", HTML)):
            response = client.get(url, headers=headers)
            assert response.headers["content-type"] == "text/turtle; charset=utf-8"
            subjects = {str(quad.subject.value) for quad in ox.parse(response.content, ox.RdfFormat.TURTLE)}
            assert subjects == {
                f"{BASE}{part}"
                for part in (
                    "claim/a1-0",
                    "quantity/a1-0",
                    "time/a1-0",
                    "evidence/a1-0",
                    "evidence/a1-0/position",
                    "evidence/a1-0/quote",
                )
            }
        assert client.get("/claim/a1-0", headers={"accept": "application/ld+json"}).json()
        assert client.get("/claim/a1-0", headers={"accept": "image/png"}).status_code == 406

    @pytest.mark.parametrize("name", ["none", "a1-0/x", "%00", "%3E%20", "..%2fa1-0"])
    def test_missing(self, client: httpx.Client, name: str) -> None:
        for accept in ("text/html", "text/turtle"):
            assert client.get(f"/claim/{name}", headers={"accept": accept}).status_code == 404


class TestDocument:
    def test_evidence_and_roles_are_marked(self, client: httpx.Client) -> None:
        response = client.get("/document/a3", headers=HTML)
        assert (
            '<mark><b class="role supplier"' not in response.text
        )  # the words of the sample are codes that do not stand in the text
        found = page(client, "/document/a3")
        assert len(found.all("mark")) == 2
        assert {"quote-a3-0", "claim-a3-0", "quote-a3-1"} <= {a.get("id") for _, a in found.elements}
        assert "https://news.example/a3" in {a["href"] for a in found.all("a")}

    def test_as_rdf(self, client: httpx.Client) -> None:
        response = client.get("/document/a1", headers={"accept": "application/n-triples"})
        graph = client.get(
            "/rdf-graph-store", params={"graph": f"{BASE}graph/a1"}, headers={"accept": "application/n-triples"}
        )
        assert set(response.text.splitlines()) == set(graph.text.splitlines()) != set()

    def test_missing(self, client: httpx.Client) -> None:
        assert client.get("/document/none", headers=HTML).status_code == 404
        assert client.get("/document/none", headers={"accept": "text/turtle"}).status_code == 404

    def test_a_hostile_document(self, tmp_path: Path) -> None:
        from rdflib import XSD, Literal, URIRef

        from tests.store.samples import SCHEMA

        name, quote = 'ä/<b>"&?#', "<script>alert(1)</script> sent <b>tanks</b> to Ukraine."
        key = "hostile"
        graph = document(
            key,
            "2023-01-01",
            [
                Says(
                    quote,
                    {"supplier": "state/DEU", "recipient": "state/UKR"},
                    "delivered",
                    words={"recipient": "Ukraine"},
                )
            ],
            title="<img src=x onerror=alert(1)>",
            text=f"Before. {quote} <i>After",
        )
        doc = URIRef(f"{BASE}document/{key}")
        graph.set((doc, SCHEMA.url, Literal("javascript:alert(1)", datatype=XSD.anyURI)))
        graph.set((doc, URIRef("http://purl.org/dc/terms/identifier"), Literal(name)))
        with Store.open(tmp_path / "store", base_iri=BASE) as store:
            store.load_reference(reference())
            store.put(name, sha256(key, ""), graph)
        with running(tmp_path / "store", load()) as client:
            (link,) = {str(a["href"]) for a in page(client, "/").all("a") if str(a["href"]).startswith("/document/")}
            for path in ("/", "/claim/hostile-0", link.partition("#")[0]):
                found = page(client, path)
                assert not found.all("script") + found.all("img") + found.all("i")
                assert not any(str(a["href"]).lower().startswith("javascript") for a in found.all("a"))
            assert quote in found.text and "javascript:alert(1)" in found.text
            assert [a["title"] for a in found.all("b") if a.get("title")] == ["recipient"]
