"""Settings: every limit and choice has a name, a default and one place. Order: flag > KG_* > kg.toml > default."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr
from pydantic import ValidationError as PydanticError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from kg.errors import ConfigError

FILE = Path("kg.toml")


class Settings(BaseSettings):
    """All settings. ``KG_STORE=/data/kg`` in the environment or ``store = "/data/kg"`` in ``kg.toml`` set them."""

    model_config = SettingsConfigDict(env_prefix="KG_", toml_file=FILE, extra="forbid", frozen=True)

    store: Path = Field(Path("kg-store"), description="folder of the store")
    base_iri: str = Field("https://w3id.org/conflict-kg/data/", description="namespace of documents and claims")
    host: str = Field("127.0.0.1", description="address that the server listens on")
    port: int = Field(8000, ge=0, le=65535, description="port that the server listens on; 0 picks a free one")

    max_file_bytes: int = Field(20_000_000, gt=0, description="a larger file is refused")
    max_text_chars: int = Field(1_000_000, gt=0, description="a longer text is refused")
    html_seconds: float = Field(10.0, gt=0, description="deadline for extracting the text of one HTML page")
    default_lang: str = Field("en", description="language of a text too short to tell")

    spacy_pipeline_en: str = Field("", description="spaCy pipeline, path or package, that helps with English texts")
    spacy_pipeline_de: str = Field("", description="the same for German texts")
    label_map: str = Field(
        "PERSON=person,PER=person,ORG=organization,GPE=state,NORP=state,LOC=state",
        description="what the labels of those pipelines mean: person, organization or state",
    )

    min_confidence: float = Field(0.0, ge=0, le=1, description="claims below are not stored")

    query_seconds: float = Field(10.0, gt=0, description="deadline of one SPARQL query")
    query_rows: int = Field(10_000, gt=0, description="a longer SPARQL result is cut and marked as truncated")
    query_bytes: int = Field(100_000, gt=0, description="a longer query text is refused")
    query_depth: int = Field(50, gt=0, description="a SPARQL query with deeper nested brackets is refused")
    query_memory_bytes: int = Field(200_000_000, gt=0, description="memory of a SPARQL query beside the open store")
    change_memory_bytes: int = Field(2_000_000_000, gt=0, description="memory of the process that makes a change")

    graphql_depth: int = Field(15, gt=0, description="a GraphQL query with deeper nesting is refused")
    graphql_aliases: int = Field(30, gt=0, description="a GraphQL query with more aliases is refused")
    graphql_tokens: int = Field(2_000, gt=0, description="a GraphQL query with more tokens is refused")
    graphql_directives: int = Field(20, ge=0, description="a GraphQL query with more directives is refused")
    graphql_cost: int = Field(50_000, gt=0, description="a GraphQL query that may return more fields is refused")
    graphql_seconds: float = Field(10.0, gt=0, description="deadline for the reads of one GraphQL query")
    page_size: int = Field(100, gt=0, description="largest page of a connection")
    body_bytes: int = Field(1_000_000, gt=0, description="a larger request body is refused")
    introspection: bool = Field(True, description="whether GraphQL introspection is answered")

    query_processes: int = Field(2, gt=0, description="SPARQL queries that the server runs at once")
    workers: int = Field(1, gt=0, description="server processes")
    body_seconds: float = Field(30.0, gt=0, description="deadline for receiving one request body")
    rate_per_minute: int = Field(0, ge=0, description="requests a minute of one address to one process; 0: no limit")
    cors_origins: str = Field("", description="origins whose pages may read answers, separated by commas; * for all")
    token: SecretStr = Field(SecretStr(""), description="bearer token that writing to the server needs")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flag, environment, ``kg.toml``; no dotenv file, no secrets folder."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load(**flags: Any) -> Settings:
    """Settings with the given flags on top; flags that are None count as not given.

    Raises ConfigError naming the setting and the reason.
    """
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except PydanticError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise ConfigError(name, first["msg"]) from error
    except ValueError as error:  # kg.toml that is no TOML
        raise ConfigError(FILE, str(error)) from error


def origins(**flags: Any) -> dict[str, str]:
    """Where each setting's value came from: "flag", "KG_…", "kg.toml" or "default"."""
    import os

    from_file = TomlConfigSettingsSource(Settings)()
    given = {name for name, value in flags.items() if value is not None}

    def origin(name: str) -> str:
        if name in given:
            return "flag"
        if f"KG_{name.upper()}" in os.environ:
            return f"KG_{name.upper()}"
        return str(FILE) if name in from_file else "default"

    return {name: origin(name) for name in Settings.model_fields}
