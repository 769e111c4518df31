from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    build_schema,
    parse,
    validate,
)

from kg import resources
from kg.serve.graphql.limits import LISTS
from kg.serve.graphql.page import examples
from kg.serve.graphql.query import Query
from kg.serve.graphql.schema import sdl

SCHEMA = build_schema(resources.text("queries/schema.graphql"))
OURS = {name: kind for name, kind in SCHEMA.type_map.items() if not name.startswith("__")}


def test_the_schema_checked_in_is_the_one_served() -> None:
    assert resources.text("queries/schema.graphql") == sdl(), (
        "run: python -m kg.serve.graphql.schema > queries/schema.graphql"
    )


def test_everything_is_described() -> None:
    missing = []
    for name, kind in OURS.items():
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType | GraphQLEnumType):
            if not kind.description:
                missing.append(name)
            for field_name, field in getattr(kind, "fields", {}).items():
                if not field.description:
                    missing.append(f"{name}.{field_name}")
                for argument_name, argument in getattr(field, "args", {}).items():
                    if not argument.description:
                        missing.append(f"{name}.{field_name}({argument_name})")
    assert not missing


def test_every_node_has_id_and_iri() -> None:
    assert {"Transfer", "Office", "Deployment", "Document", "Entity", "WeaponSystem", "Category", "Role"} <= {
        kind.name
        for kind in SCHEMA.get_possible_types(SCHEMA.type_map["Node"])
    }


def test_the_named_queries_are_valid() -> None:
    assert len(examples()) >= 9
    for name, query in examples().items():
        assert validate(SCHEMA, parse(query)) == [], name


def test_every_list_counts_towards_the_cost() -> None:
    assert SCHEMA.query_type is not None and Query.__doc__
    assert {name for name, field in SCHEMA.query_type.fields.items() if "first" in field.args} == LISTS
