"""Gold and predicted documents in few words."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
TEXT = "Germany will send Ukraine two Leopard 2 tanks. Denmark said that Kyiv has received 14 Gepards and shells."


def actor(*names: str, key: str | None = None) -> Json:
    return {"key": key, "names": list(names)}


def system(*names: str, named: bool = True) -> Json:
    return {"names": list(names), "category": "tank", "named": named}


def amount(low: float | None, high: float | None) -> Json:
    return {"min": low, "max": high, "text": "as many"}


DEU, DNK, UKR = actor("Germany", key="DEU"), actor("Denmark", key="DNK"), actor("Ukraine", "Kyiv", key="UKR")
LEOPARD, GEPARD = system("Leopard 2", "Leopard 2 tanks"), system("Gepard", "Gepards")
SHELLS = system("shells", named=False)


def record(
    supplier: Json | None,
    recipient: Json | None,
    what: Json | None,
    status: str = "announced",
    quantity: Json | None = None,
    **more: Any,
) -> Json:
    return {"supplier": supplier, "recipient": recipient, "system": what, "status": status, "quantity": quantity,
            "optional": False, "evidence": TEXT, **more}


def document(*transfers: Json, **more: Any) -> Json:
    return {"id": "a", "lang": "en", "text": TEXT, "transfers": list(transfers), "states": [], "people": [],
            "organizations": [], "weapons": [], **more}
