import pytest

from kg.evaluate import role_agrees
from tests.evaluate.samples import actor, system


@pytest.mark.parametrize(
    ("which", "predicted", "gold", "agree"),
    [
        ("supplier", None, None, True),
        ("supplier", {}, None, True),
        ("supplier", actor("Germany"), None, False),
        ("supplier", None, actor("Germany"), False),
        ("supplier", actor("Berlin", key="DEU"), actor("Germany", key="DEU"), True),
        ("supplier", actor("Germany", key="DEU"), actor("Germany"), True),
        ("supplier", actor("France", key="FRA"), actor("Germany", key="DEU"), False),
        ("supplier", actor("a"), actor("b"), False),  # two missing keys are not equal keys
        ("supplier", actor("  the   WEST "), actor("The West"), True),
        ("supplier", {"label": "Wagner", "names": []}, actor("wagner"), True),
        ("supplier", actor("Royal Air Force"), actor("Air Force"), False),  # containing is for systems
        ("system", system("Leopard 2A6"), system("Leopard 2"), False),
        ("system", system("Leopard 2 A6"), system("Leopard 2"), True),
        ("system", system("Leopard 2"), system("German Leopard 2"), True),
        ("system", system("battle tanks", named=False), system("tanks", named=False), True),
        ("system", system("antitanks", named=False), system("tanks", named=False), False),
        ("system", system("tanks", named=False), system("Leopard tanks"), False),  # a class is no designation
        ("system", system("Leopard", named=False), system("Leopard"), True),  # an equal name suffices
        ("system", {"names": ["tanks"]}, system("heavy tanks", named=False), True),
        ("system", system("S-300 (SA-10)"), system("(SA-10)"), True),
    ],
)
def test_role_agrees(which, predicted, gold, agree):
    assert role_agrees(which, predicted, gold) is agree


def test_wrong_types_are_refused():
    with pytest.raises(ValueError, match="names"):
        role_agrees("supplier", {"names": "Germany"}, None)
