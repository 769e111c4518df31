"""The endpoint as strangers see it. (The 61 audits of the npm package graphql-http pass; these tests need no node.)"""

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import anyio
import httpx
import pytest
from starlette.applications import Starlette

from kg.config import load
from kg.index import SqliteReader
from kg.serve.graphql.http import routes
from kg.serve.graphql.media import GRAPHQL, JSON, preferred

QUERY = "{__typename}"


class Client:
    """Requests to the application in this process."""

    def __init__(self, reader: SqliteReader, **settings: Any) -> None:
        self._app = Starlette(routes=routes(load(**settings), reader))

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://kg.example") as client:
                return await client.request(method, path, **options)

        return anyio.run(send)

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        return self.request("POST", path, **options)


@pytest.fixture(scope="module")
def client(reader: SqliteReader) -> Client:
    return Client(reader, body_bytes=20_000)


def post(client: Client, body: Any, accept: str = GRAPHQL, kind: str = JSON) -> Any:
    content = body if isinstance(body, bytes | str) else json.dumps(body)
    return client.post("/graphql", content=content, headers={"accept": accept, "content-type": kind})


def get(client: Client, accept: str = GRAPHQL, **parameters: str) -> Any:
    return client.get("/graphql?" + urlencode(parameters), headers={"accept": accept})


@pytest.mark.parametrize(
    ("accept", "media"),
    [(GRAPHQL, GRAPHQL), (JSON, JSON), ("*/*", JSON), ("application/*", JSON), (f"{JSON};q=0.5, {GRAPHQL}", GRAPHQL),
     (f"{GRAPHQL};q=0.1, {JSON};q=0.2", JSON), (f"{GRAPHQL};q=0, */*", JSON), (f"{GRAPHQL}, */*", GRAPHQL)],
)  # fmt: skip
def test_media_types(client: Client, accept: str, media: str) -> None:
    answer = post(client, {"query": QUERY}, accept)
    assert answer.status_code == 200 and answer.json() == {"data": {"__typename": "Query"}}
    assert answer.headers["content-type"] == f"{media}; charset=utf-8"
    assert get(client, accept, query=QUERY).json() == answer.json()


def test_no_acceptable_media_type(client: Client) -> None:
    assert post(client, {"query": QUERY}, "image/png").status_code == 406
    assert preferred("text/html;q=oops", (JSON,)) is None and preferred("", (JSON,)) == JSON


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"query": 1}', b"{}", b'{"query": ""}', b'{"query": null}',
     b'{"query": "{a}", "variables": []}', b'{"query": "{a}", "variables": "{}"}', b'{"query": "{a}", "extensions": 1}',
     b'{"query": "{a}", "operationName": {}}', b'[{"query": "{a}"}]', b'{"query": "{a}", "variables": {"x": NaN}}',
     b'{"query": "{a}", "variables": ' + b"[" * 9000 + b"]" * 9000 + b"}", b'{"query": ' + b"1" * 6000 + b"}"],
)  # fmt: skip
@pytest.mark.parametrize("accept", [GRAPHQL, JSON])
def test_what_is_no_request_is_refused(client: Client, body: bytes, accept: str) -> None:
    answer = post(client, body, accept)
    assert answer.status_code == 400 and set(answer.json()) == {"errors"}


@pytest.mark.parametrize(
    "query",
    ["{", "{nothing}", "{stats}", "query A {__typename} query B {__typename}", "query ($x: Int!) {__typename}", "\x00"],
)
def test_what_cannot_run_has_no_data(client: Client, query: str) -> None:
    modern, legacy = post(client, {"query": query}), post(client, {"query": query}, JSON)
    assert (modern.status_code, legacy.status_code) == (400, 200)
    assert set(modern.json()) == set(legacy.json()) == {"errors"}


def test_limits_are_400_whatever_is_accepted(client: Client) -> None:
    for accept in (GRAPHQL, JSON):
        many = "{" + " ".join(f"a{n}: __typename" for n in range(40)) + "}"
        assert post(client, {"query": many}, accept).status_code == 400
        value: dict[str, Any] = {}
        for _ in range(300):
            value = {"not": value}
        nested = {"query": "query ($w: TransferFilter) {transfers(where: $w) {totalCount}}", "variables": {"w": value}}
        assert post(client, nested, accept).status_code == 400
        assert post(client, {**nested, "variables": {"w": {"text": "\ud800"}}}, accept).status_code == 400


@pytest.mark.parametrize("accept", [GRAPHQL, JSON])
@pytest.mark.parametrize("argument", ["first", "last"])
@pytest.mark.parametrize("name", ["transfers", "states", "documents"])
def test_a_page_that_is_too_large_is_400_however_it_is_asked_for(
    client: Client, accept: str, argument: str, name: str
) -> None:
    field = f"{name}({argument}: {{}}) {{{{totalCount}}}}"
    for number in (101, -1, 10**30):
        for query, variables in (
            (f"{{{field.format(number)}}}", {}),
            (f"query ($n: Int) {{{field.format('$n')}}}", {"n": number}),
            (f"query ($n: Int = {number}) {{{field.format('$n')}}}", {}),
            (f"{{...F}} fragment F on Query {{{field.format(number)}}}", {}),
        ):
            answer = post(client, {"query": query, "variables": variables}, accept)
            assert answer.status_code == 400 and set(answer.json()) == {"errors"}, (query, answer.text)
            assert f"{argument}: at most 100" in answer.json()["errors"][0]["message"]
    fits = {"query": f"query ($n: Int = 101) {{{field.format('$n')}}}", "variables": {"n": 100}}
    assert post(client, fits, accept).json()["data"]


def test_a_default_of_one_operation_is_none_of_another(client: Client) -> None:
    fragment = "fragment F on Query {states(first: $n) {totalCount}}"
    two = f"query A ($n: Int = 100) {{...F}} query B ($n: Int = 101) {{...F}} {fragment}"
    assert post(client, {"query": two, "operationName": "A"}).status_code == 400


def test_a_field_that_fails_is_an_answer(client: Client) -> None:
    """The query was well-formed and ran: the error stands beside the data, whatever is accepted."""
    for accept in (GRAPHQL, JSON):
        answer = post(client, {"query": '{transfers(after: "x") {nodes {id}}}'}, accept)
        assert answer.status_code == 200 and answer.json()["data"] is None
        assert "cursor" in answer.json()["errors"][0]["message"]


def test_bodies_are_capped(client: Client) -> None:
    body = json.dumps({"query": QUERY, "extensions": {"x": "y" * 20_000}})
    assert post(client, body).status_code == 413

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b" " * 1000

    streamed = client.post("/graphql", content=chunks(), headers={"content-type": JSON})
    assert streamed.status_code == 413


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "application/json; charset=latin-1"],
)
def test_what_a_foreign_page_could_send_is_refused(client: Client, kind: str) -> None:
    assert post(client, {"query": QUERY}, kind=kind).status_code == 415


def test_get_only_reads(client: Client) -> None:
    mutation = get(client, query="mutation {__typename}")
    assert mutation.status_code == 405 and mutation.headers["allow"] == "POST"
    assert post(client, {"query": "mutation {__typename}"}).status_code == 400
    assert post(client, {"query": "subscription {__typename}"}).status_code == 400
    for method in ("PUT", "DELETE", "PATCH"):
        assert client.request(method, "/graphql").status_code == 405
    assert get(client).status_code == 400
    assert get(client, query=QUERY, variables="{").status_code == 400


def test_operations_are_chosen_by_name(client: Client) -> None:
    query = "query A {a: __typename} query B {b: __typename}"
    assert post(client, {"query": query, "operationName": "B"}).json() == {"data": {"b": "Query"}}
    assert post(client, {"query": query, "operationName": "C"}).status_code == 400
    assert get(client, query="query ($id: ID!) {node(id: $id) {id}}", variables='{"id": "state/UKR"}').json() == {
        "data": {"node": {"id": "state/UKR"}}
    }


def test_the_page_loads_nothing_from_elsewhere(client: Client) -> None:
    answer = get(client, "text/html,application/xhtml+xml,*/*;q=0.8")
    page = answer.text
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/html")
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "http://" not in page.partition("<script type")[0] and "https://" not in page.partition("<script type")[0]
    assert 'onclick="' not in page and "<style" not in page and "who-supplied-what" in page
    data = page.partition('id="examples">')[2].partition("</script>")[0]
    assert json.loads(data)["denied"].startswith("#")


def test_the_schema_is_there_to_read(client: Client, reader: SqliteReader) -> None:
    assert "type Query" in client.get("/graphql/schema").text
    assert Client(reader, introspection=False).get("/graphql/schema").status_code == 404
