"""A small extraction made by hand: two transfers, an office, a deployment, entities known and unknown."""

import datetime

from kg.claim import (
    DeploymentClaim,
    Entity,
    Evidence,
    Extraction,
    Kind,
    Mention,
    OfficeClaim,
    Quantity,
    Status,
    TimeSpan,
    TransferClaim,
)
from kg.document import Document, Span

TEXT = (
    "Germany has delivered four IRIS-T SLM systems to Ukraine in October 2022, minister Jane Doe said. "
    "Anti-tank weapons for Ukraine were refused by Ruritania. "
    "About 200 soldiers are based in Müllerstadt."
)
DOCUMENT = Document(
    id="en/2022-11-02 über",
    text=TEXT,
    lang="en",
    date=datetime.date(2022, 11, 2),
    title="IRIS-T",
    url="https://a.example/1",
)
GERMANY = Entity("state/DEU", Kind.STATE, "Germany", key="DEU")
UKRAINE = Entity("state/UKR", Kind.STATE, "Ukraine", key="UKR")
IRIS_T = Entity("system/made-up-sam", Kind.SYSTEM, "IRIS-T SLM", ("IRIS-T", "IRIS-T SLM"), category="air-defence")
ANTI_TANK = Entity("system-class/anti-tank-weapons", Kind.SYSTEM_CLASS, "anti-tank weapons", category="anti-tank")
JANE = Entity("person/jane-doe", Kind.PERSON, "Jane Doe", key="DEU")
RURITANIA = Entity("state/ruritania", Kind.STATE, "Ruritania")
TOWN = Entity("place/müllerstadt", Kind.PLACE, "Müllerstadt", key="DEU")


def mention(entity: Entity, words: str, after: int = 0) -> Mention:
    start = TEXT.index(words, after)
    return Mention(Span(start, start + len(words)), words, entity)


def evidence(first: str, last: str) -> Evidence:
    start = TEXT.index(first)
    end = TEXT.index(last, start) + len(last)
    return Evidence(start, end, TEXT[start:end])


FIRST = evidence("Germany", "said.")
SECOND = evidence("Anti-tank", "Ruritania.")
THIRD = evidence("About", "stadt.")
DELIVERED = TransferClaim(
    evidence=(FIRST,),
    claimer=mention(JANE, "Jane Doe"),
    confidence=0.93,
    rule="active",
    supplier=mention(GERMANY, "Germany"),
    recipient=mention(UKRAINE, "Ukraine"),
    system=mention(IRIS_T, "IRIS-T SLM systems"),
    status=Status.DELIVERED,
    quantity=Quantity(4, 4, "four"),
    date=TimeSpan(datetime.date(2022, 10, 1), datetime.date(2022, 10, 31), "October 2022", "month"),
)
REFUSED = TransferClaim(
    evidence=(SECOND,),
    claimer=None,
    confidence=1.0,
    rule="passive",
    supplier=mention(RURITANIA, "Ruritania"),
    recipient=mention(UKRAINE, "Ukraine", SECOND.start),
    system=mention(ANTI_TANK, "Anti-tank weapons"),
    status=Status.REFUSED,
)
OFFICE = OfficeClaim(
    evidence=(FIRST,), claimer=None, confidence=0.5, rule="title", person=mention(JANE, "Jane Doe"),
    role="minister", of=mention(GERMANY, "Germany"), title="minister",
)  # fmt: skip
DEPLOYMENT = DeploymentClaim(
    evidence=(THIRD,), claimer=None, confidence=0.25, rule="based", actor=None, what=None,
    quantity=Quantity(None, 200.5, "About 200"), troops="soldiers", place=mention(TOWN, "Müllerstadt"),
)  # fmt: skip
EXTRACTION = Extraction(
    document=DOCUMENT,
    mentions=(
        mention(GERMANY, "Germany"),
        mention(IRIS_T, "IRIS-T SLM systems"),
        mention(UKRAINE, "Ukraine"),
        mention(Entity("date/october", Kind.DATE, "October 2022"), "October 2022"),
        mention(JANE, "Jane Doe"),
    ),
    transfers=(DELIVERED, REFUSED),
    offices=(OFFICE,),
    deployments=(DEPLOYMENT,),
    warnings=("repaired a name",),
)
