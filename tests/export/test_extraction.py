"""What ``kg extract --json`` says of a document."""

from kg.document import Document
from kg.export.extraction import as_json
from kg.recognise import recognise
from kg.relate import relate


def test_a_government_is_its_state_and_no_organization() -> None:
    text = "The Biden administration approved the sale of Rheinmetall shells to Latvia."
    found = as_json(relate(recognise(Document("d", text, "en", None))))
    assert [names[0] for names in found["organizations"]] == ["Rheinmetall"]
    assert [t["supplier"]["key"] for t in found["transfers"]] == ["USA"]
