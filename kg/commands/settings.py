"""``kg config``: every setting, its value and where it came from."""

from __future__ import annotations

from kg.commands import console, options


def config(
    store: options.Store = None,
    base_iri: options.BaseIri = None,
    min_confidence: options.MinConfidence = None,
    set_: options.Set = None,
    json_: options.Json = False,
) -> None:
    """Show every setting: a flag wins over KG_* in the environment, that over kg.toml, that over the default."""
    settings = options.load(set_, store=store, base_iri=base_iri, min_confidence=min_confidence)
    from kg.config import Settings, origins

    origin = origins(**options.flags(set_, store=store, base_iri=base_iri, min_confidence=min_confidence))
    values = settings.model_dump(mode="json")
    descriptions = {name: field.description for name, field in Settings.model_fields.items()}
    if json_:
        return console.print_json(
            [
                {"name": name, "value": value, "origin": origin[name], "description": descriptions[name]}
                for name, value in values.items()
            ]
        )
    rows = [(name, value, origin[name], descriptions[name]) for name, value in values.items()]
    return console.print_table(("setting", "value", "origin", "description"), rows)
