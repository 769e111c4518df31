"""Pages of what contains some words are the same, however the words are looked up."""

import pytest

from tests.serve.graphql.conftest import Ask

FIELD = (
    "query ($t: String!, $n: Int, $c: String) {{found: {field}(where: {{{where}text: $t}}, {order} {window}) "
    "{{totalCount edges {{cursor}} nodes {{id}} pageInfo {{hasNextPage hasPreviousPage startCursor endCursor}}}}}}"
)
ORDERS = {
    "transfers": ("", "orderBy: [{field: DATE}],", "orderBy: [{field: CONFIDENCE}, {field: DATE}],"),
    "offices": ("orderBy: [{field: DATE, direction: DESC}],", "orderBy: [{field: DATE}],", ""),
    "deployments": ("", "orderBy: [{field: DATE}],"),
    "documents": ("", "orderBy: [{field: PUBLISHED}],", "orderBy: [{field: TITLE}],"),
}
MORE = {
    "transfers": ("", "supplier: {kind: [PERSON]}, ", "not: {status: {eq: DENIED}}, ", "status: {eq: DENIED}, "),
    "documents": ("", "lang: {isNull: false}, "),
}
CASES = [(field, order, more) for field in ORDERS for order in ORDERS[field] for more in MORE.get(field, ("",))]


def listed(ask: Ask, text: str, case: tuple[str, str, str], size: int, back: bool = False) -> list[str]:
    """All pages one after the other; each has the total of all."""
    field, order, where = case
    window = "last: $n, before: $c" if back else "first: $n, after: $c"
    query = FIELD.format(field=field, where=where, order=order, window=window)
    found: list[str] = []
    cursor: dict[str, str] = {}
    totals = set()
    while True:
        page = ask(query, t=text, n=size, **cursor)["found"]
        ids = [node["id"] for node in page["nodes"]]
        found = ids + found if back else found + ids
        totals.add(page["totalCount"])
        if not page["pageInfo"]["hasPreviousPage" if back else "hasNextPage"]:
            assert totals == {len(found)}
            return found
        cursor = {"c": page["pageInfo"]["startCursor" if back else "endCursor"]}


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_ways_to_look_up_words_find_the_same(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, case: tuple[str, str, str]
) -> None:
    """Looked up, in the order of the passages, and tried in each row; in one page, forwards and backwards."""
    hits = 0
    for text in ("before", "ukraine", "0 before", "nowhere"):
        monkeypatch.setattr("kg.serve.graphql.where.SOME", 10**9)
        monkeypatch.setattr("kg.serve.graphql.where.FREQUENT", 10**9)
        wanted = listed(ask, text, case, 100)
        hits += len(wanted) > 1
        monkeypatch.setattr("kg.serve.graphql.where.SOME", 1)
        monkeypatch.setattr("kg.index.page.DENSE", 0)
        for frequent, steps in ((10**9, 200), (1, 1)):
            monkeypatch.setattr("kg.serve.graphql.where.FREQUENT", frequent)
            monkeypatch.setattr("kg.index.page.STEPS", steps)
            for size, back in ((100, False), (7, False), (7, True)):
                assert listed(ask, text, case, size, back) == wanted, (text, frequent, steps, size, back)
    assert hits or case[0] in ("offices", "deployments") or "DENIED" in case[2]
