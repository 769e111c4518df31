"""The pages of the explorer: the list of claims, one claim, one document."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from kg.index.reader import Row
from kg.serve import highlight, pages
from kg.serve.claims import MANY, Claim, Filter, Found, Role
from kg.serve.markup import Markup, Nodes, join, link, tag

NAMES = {"supplier": "From", "recipient": "To", "system": "System or category", "text": "Words of the sentence"}
TITLES = {"transfer": "Transfer", "office": "Office", "deployment": "Deployment"}
FORMATS = (("turtle", "Turtle"), ("jsonld", "JSON-LD"))


def claims(found: Found, wanted: Filter, statuses: dict[str, int], suggestions: dict[str, list[str]]) -> str:
    """The list of transfer claims with its filters."""
    content = [
        tag("h1", "Who supplied what to whom"),
        _filters(wanted, statuses, suggestions),
        [tag("p", f"Nothing in the store is called “{name}”.", class_="notice") for name in found.unknown],
        tag("p", _count(found.total), class_="hint", role="status"),
        _legend() if found.claims else None,
        tag("ol", [tag("li", _card(claim)) for claim in found.claims], class_="claims"),
        _pager(found, wanted),
    ]
    return pages.page("Claims", content, path="/")


def claim(claim: Claim) -> str:
    """One claim with all its data."""
    values = claim.values
    period = " to ".join(dict.fromkeys(str(values[k]) for k in ("earliest", "latest") if values.get(k)))
    pairs: list[tuple[str, Nodes]] = [
        *((name.replace("_", " "), _role(name, role, words=True)) for name, role in claim.roles.items()),
        ("category", _filter_link("system", claim.category) if claim.category else None),
        ("status", _status(claim)),
        ("quantity", _quantity(claim)),
        ("troops", _text(values.get("troops"))),
        ("title", _text(values.get("title"))),
        ("time", f"{values.get('time') or ''} ({period})" if period else None),
        ("claim date", _text(values["claim_date"])),
        ("confidence", f"{float(values['confidence'] or 0):.3f}"),
        ("decided by", _text(values["rule"])),
        ("document", _document_link(claim.document, f"#quote-{claim.id}")),
        ("IRI", tag("code", claim.iri)),
    ]
    content = [
        tag("p", TITLES[claim.kind], class_="kind"),
        tag("h1", _headline(claim)),
        tag("section", tag("h2", "Evidence"), _quotes(claim)),
        tag("section", tag("h2", "Data"), pages.fields(pairs), _downloads(f"/claim/{quote(claim.id)}")),
    ]
    return pages.page(_plain_headline(claim), content)


def document(row: Row, found: Sequence[Claim]) -> str:
    """A document's text with the evidence of its claims."""
    items = [
        tag(
            "li",
            tag("h3", tag("a", _headline(c), href=f"/claim/{quote(c.id)}")),
            tag("p", _status(c), " ", tag("a", "in the text", href=f"#quote-{c.id}")),
            id=f"claim-{c.id}",
        )
        for c in found
    ]
    title = str(row["title"] or row["id"])
    about: list[tuple[str, Nodes]] = [
        ("source", _text(row["source"])),
        ("date", _text(row["date"])),
        ("language", _text(row["lang"])),
        ("address", link(str(row["url"]), str(row["url"])) if row["url"] else None),
        ("id", tag("code", str(row["id"]))),
    ]
    content = [
        tag("h1", title),
        pages.fields(about),
        _legend() if found else None,
        tag(
            "div",
            tag("article", highlight.text(str(row["text"] or ""), found), class_="text", lang=_text(row["lang"])),
            tag("aside", tag("h2", f"Claims ({len(found)})"), tag("ol", items), aria_label="Claims"),
            class_="columns",
        ),
        _downloads(f"/document/{quote(str(row['id']))}"),
    ]
    return pages.page(title, content)


def _legend() -> Markup:
    """What the colours mean."""
    names = (("supplier", "from"), ("recipient", "to"), ("system", "system"), ("claimer", "others"))
    return tag(
        "p", "Marked words: ", [tag("b", text, class_=f"role {name}") for name, text in names], class_="hint legend"
    )


def _card(claim: Claim) -> Markup:
    claimer = claim.roles.get("claimer")
    facts = [_status(claim), _quantity(claim), _filter_link("system", claim.category) if claim.category else None]
    facts.append(["says ", _role("claimer", claimer)] if claimer else None)
    listed = [fact if place == 0 else [" · ", fact] for place, fact in enumerate(f for f in facts if f)]
    return tag(
        "article",
        tag("h2", tag("a", _headline(claim), href=f"/claim/{quote(claim.id)}")),
        tag("p", listed, class_="facts"),
        _quotes(claim),
        tag("p", _document_link(claim.document, f"#quote-{claim.id}"), class_="source"),
    )


def _headline(claim: Claim) -> Markup:
    """The claim in few words."""
    label = {name: role.label for name, role in claim.roles.items()}
    if claim.kind == "transfer":
        arrow = tag("span", "→", aria_label="to")
        ends = [label.get("supplier", "unknown"), " ", arrow, " ", label.get("recipient", "unknown")]
        return join([*ends, ": ", tag("span", label.get("system", "unknown system"), class_="what")])
    return join([_plain_headline(claim)])


def _plain_headline(claim: Claim) -> str:
    label = {name: role.label for name, role in claim.roles.items()}
    if claim.kind == "transfer":
        ends = f"{label.get('supplier', 'unknown')} to {label.get('recipient', 'unknown')}"
        return f"{ends}: {label.get('system', 'unknown system')}"
    if claim.kind == "office":
        title = label.get("role") or str(claim.values["title"] or "office")
        return f"{label.get('person', 'unknown')}: {title}" + (
            f", {label['office_of']}" if "office_of" in label else ""
        )
    what = label.get("deployed") or str(claim.values["troops"] or "forces")
    return f"{label.get('actor', 'unknown')} deployed {what} in {label.get('place', 'unknown')}"


def _role(name: str, role: Role, *, words: bool = False) -> Nodes:
    shown = _filter_link(name, role) if name in ("supplier", "recipient", "system") else role.label
    return [shown, tag("q", role.words)] if words and role.words and role.words != role.label else shown


def _filter_link(name: str, role: Role) -> Nodes:
    return tag("a", role.label, href=f"/?{urlencode({name: role.id})}") if role.id else role.label


def _status(claim: Claim) -> Nodes:
    status = claim.values.get("status")
    return tag("span", str(status), class_=f"status {status}") if status else None


def _quantity(claim: Claim) -> Nodes:
    """In the words of the text: "18", "up to 60", "dozens"."""
    words = claim.values.get("quantity")
    return tag("span", str(words), class_="quantity") if words else None


def _quotes(claim: Claim) -> Nodes:
    return [tag("blockquote", highlight.quote(claim, quote)) for quote in claim.evidence]


def _document_link(row: Row, fragment: str = "") -> Markup:
    about = ", ".join(str(row[name]) for name in ("source", "date") if row[name])
    href = f"/document/{quote(str(row['id']))}{fragment}"
    return join([tag("a", str(row["title"] or row["id"]), href=href), f" – {about}" if about else None])


def _downloads(path: str) -> Markup:
    links = [tag("a", text, href=f"{path}?format={name}", rel="alternate") for name, text in FORMATS]
    return tag("p", "As RDF: ", join([links[0], " · ", links[1]]), class_="hint")


def _filters(wanted: Filter, statuses: dict[str, int], suggestions: dict[str, list[str]]) -> Markup:
    fields: list[Nodes] = [_field(name, label, getattr(wanted, name), suggestions) for name, label in NAMES.items()]
    options = [tag("option", "any", value="")]
    options += [
        tag("option", f"{name} ({count})", value=name, selected=name == wanted.status)
        for name, count in statuses.items()
    ]
    status = tag("div", tag("label", "Status", for_="status"), tag("select", options, id="status", name="status"))
    fields.insert(3, status)
    buttons = tag("div", tag("button", "Show", type="submit"), tag("a", "Clear", href="/"), class_="buttons")
    return tag("form", fields, buttons, method="get", action="/", class_="filters", role="search")


def _field(name: str, label: str, value: str, suggestions: dict[str, list[str]]) -> Markup:
    known = suggestions.get(name, [])
    listed = f"{name}-list" if known else None
    options = tag("datalist", [tag("option", value=text) for text in known], id=listed) if known else None
    entry = tag("input", id=name, name=name, value=value, list=listed, autocomplete="off", maxlength=200)
    return tag("div", tag("label", label, for_=name), entry, options)


def _count(total: int) -> str:
    if total > MANY:
        return f"More than {MANY:,} claims"
    return "No claims" if not total else "1 claim" if total == 1 else f"{total:,} claims"


def _pager(found: Found, wanted: Filter) -> Markup | None:
    given = {name: value for name, value in vars(wanted).items() if value}
    links = []
    if found.page.has_previous and found.page.cursors:
        links.append(tag("a", "← Newer", href=f"/?{urlencode(given | {'before': found.page.cursors[0]})}", rel="prev"))
    if found.page.has_next and found.page.cursors:
        links.append(tag("a", "Older →", href=f"/?{urlencode(given | {'after': found.page.cursors[-1]})}", rel="next"))
    return tag("nav", links, class_="pager", aria_label="Pages") if links else None


def _text(value: object) -> str | None:
    return str(value) if value not in (None, "") else None
