"""Search by words: what is found, in which order, page after page."""

from collections.abc import Callable

import pytest

from kg.index import SqliteReader
from tests.serve.graphql.conftest import Ask

PAGE = (
    "query ($t: String!, $n: Int, $c: String) {search(text: $t, first: $n, after: $c) "
    "{totalCount edges {cursor} nodes {snippet node {__typename id}} pageInfo {hasNextPage hasPreviousPage endCursor}}}"
)


def pages(ask: Ask, text: str, size: int) -> list[str]:
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = ask(PAGE, t=text, n=size, **({"c": cursor} if cursor else {}))["search"]
        assert page["pageInfo"]["hasPreviousPage"] == bool(cursor)
        found += [hit["node"]["id"] for hit in page["nodes"]]
        cursor = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            assert page["totalCount"] == len(found)
            return found


@pytest.mark.parametrize(("ranked", "common"), [(0, 10_000), (1_000, 10_000), (1_000, 5), (1_000, 1)])
@pytest.mark.parametrize("text", ["before", "ukraine", "germany leopard", "_ germany", "nothing of the kind"])
def test_pages_are_the_whole_list(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, text: str, ranked: int, common: int
) -> None:
    found = set(pages(ask, text, 100))
    monkeypatch.setattr("kg.serve.graphql.search.RANKED", ranked)
    monkeypatch.setattr("kg.serve.graphql.search.COMMON", common)
    whole = pages(ask, text, 100)
    assert pages(ask, text, 1) == pages(ask, text, 7) == whole
    assert len(set(whole)) == len(whole) and set(whole) == found
    assert bool(whole) == (text != "nothing of the kind")


def test_the_best_come_first_while_there_are_few(ask: Ask) -> None:
    first = ask(PAGE, t="germany", n=1)["search"]["nodes"][0]
    assert first["node"] == {"__typename": "Entity", "id": "state/DEU"} and "«Germany»" in first["snippet"]


def test_many_matches_come_as_entities_and_then_the_newest(
    ask: Ask, reader: SqliteReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.serve.graphql.search.RANKED", 2)
    hits = ask(PAGE, t="germany", n=100)["search"]["nodes"]
    kinds = [hit["node"]["__typename"] in ("Transfer", "Office", "Deployment", "Document") for hit in hits]
    assert kinds == sorted(kinds) and set(kinds) == {False, True}
    days = {}
    with reader.session() as session:
        for table, column in (("transfer", "claim_date"), ("office", "claim_date"), ("document", "date")):
            days.update({r["iri"]: r["day"] for r in session.select(f"SELECT iri, {column} AS day FROM {table}")})
    found = [day for hit in hits for iri, day in days.items() if iri.endswith(hit["node"]["id"])]
    assert len(found) > 3 and found == sorted(found, reverse=True)


def test_a_page_goes_on_though_what_it_ended_with_is_ranked_otherwise_now(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rank of a match changes with every document; the cursor names the match."""
    edges = ask(PAGE, t="before", n=100)["search"]["edges"]
    whole = pages(ask, "before", 100)
    later = ask(PAGE, t="after", n=100, c=edges[9]["cursor"])["search"]["nodes"]
    assert later and whole[9] not in [hit["node"]["id"] for hit in later]
    monkeypatch.setattr("kg.serve.graphql.search.RANKED", 0)
    newest = ask(PAGE, t="before", n=5)["search"]["pageInfo"]["endCursor"]
    monkeypatch.undo()
    assert ask(PAGE, t="before", n=100, c=newest)["search"]["nodes"]


@pytest.mark.parametrize("cursor", ["", "x", "W10", "WyJwbGFjZSIsICJ4Il0"])
def test_a_made_up_cursor_is_refused(refused: Callable[..., str], cursor: str) -> None:
    assert "cursor" in refused(PAGE, t="before", c=cursor)
