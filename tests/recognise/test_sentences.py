import pytest

from kg.recognise import pipeline

CASES = [
    ("en", ["Gen. Mark Milley spoke.", "He left."]),
    ("en", ["Mr. Smith met Dr. Jones.", "They ate."]),
    ("en", ["The U.S. Army moved.", "It won."]),
    ("en", ["He said: “We sent it.”", "Then he left."]),
    ("en", ["\"Go.\" she said.", "He went."]),
    ("en", ["Is it?", "Yes!", "No…", "Maybe."]),
    ("en", ["It cost 1.5 million.", "Fine."]),
    ("en", ["He (the chief.) left.", "Good."]),
    ("de", ["Am 18. Januar kam er.", "Dann ging er."]),
    ("de", ["Der 3. Mai war warm.", "Der 4. auch."]),
    ("de", ["Es sind z. B. Panzer.", "Gut."]),
    ("de", ["Er sagte: „Wir liefern.“", "Dann ging er."]),
    ("de", ["Dr. Müller kam.", "Er blieb."]),
]
JOINED = [
    ("en", "It ended.Next came rain.", ["It ended.", "Next came rain."]),
    ("de", "Es endete.Dann kam Regen.", ["Es endete.", "Dann kam Regen."]),
    ("en", "First line\nSecond line", ["First line", "Second line"]),
    ("en", "Title\n\nBody text. End.", ["Title", "Body text.", "End."]),
]


@pytest.mark.parametrize(
    ("lang", "text", "sentences"), [*((lang, " ".join(parts), parts) for lang, parts in CASES), *JOINED]
)
def test_sentences(lang: str, text: str, sentences: list[str]) -> None:
    assert [sentence.text.strip() for sentence in pipeline(lang)(text).sents] == sentences
