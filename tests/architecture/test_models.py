"""What the public side can reach, and what the case file must never grow."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model
from modelsearch.index import Indexed
from wagtail.models import DraftStateMixin, RevisionMixin, WorkflowMixin
from wagtail.snippets.models import get_snippet_models

ROOT = Path(__file__).parents[2]
CONFIDENTIAL = ("intake", "cases")
PUBLIC = ("campaigns", "supporters", "mailings", "delivery", "pages")


def models_of(*rooms: str) -> list[type[Model]]:
    return [model for room in rooms for model in apps.get_app_config(room).get_models(include_auto_created=True)]


def neighbours(model: type[Model]) -> Iterator[type[Model]]:
    """Every model that one step over `_meta` leads to, hidden reverse relations left out as queries leave them."""
    for field in model._meta.get_fields(include_hidden=False):
        if field.is_relation and isinstance(field.related_model, type):
            yield field.related_model
    yield from model._meta.parents


def reachable(start: type[Model]) -> dict[type[Model], str]:
    """Each model to be reached from `start`, with the way there."""
    found, waiting = {start: start.__name__}, [start]
    while waiting:
        here = waiting.pop()
        for next_one in neighbours(here):
            if next_one not in found:
                found[next_one] = f"{found[here]} > {next_one.__name__}"
                waiting.append(next_one)
    return found


@pytest.mark.parametrize("model", models_of(*PUBLIC), ids=lambda model: model._meta.label)
def test_no_way_leads_from_the_public_side_into_a_case(model: type[Model]) -> None:
    ways = [way for other, way in reachable(model).items() if other._meta.app_label in CONFIDENTIAL]
    assert not ways


def test_the_walk_finds_a_case_where_there_is_a_way() -> None:
    dossier = apps.get_model("disclosure", "Dossier")
    assert any(other._meta.app_label == "cases" for other in reachable(dossier))
    assert "PublicRelease" in " ".join(reachable(apps.get_model("campaigns", "Signature")).values())


def sources() -> list[Path]:
    return [path for path in (ROOT / "tocsin").rglob("*.py") if not {"migrations", "tests"} & set(path.parts)]


def gets_models_by_name(tree: ast.AST) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("get_model", "get_models", "get_registered_model")
    ]


def test_no_model_is_fetched_by_its_name() -> None:
    assert gets_models_by_name(ast.parse("from django.apps import apps\napps.get_model('cases', 'Case')")) == [2]
    found = {str(path): lines for path in sources() if (lines := gets_models_by_name(ast.parse(path.read_text())))}
    assert not found


@pytest.mark.parametrize("model", models_of(*CONFIDENTIAL), ids=lambda model: model._meta.label)
def test_the_case_file_has_no_second_copy_of_itself(model: type[Model]) -> None:
    assert model not in get_snippet_models()
    for kept in (RevisionMixin, DraftStateMixin, WorkflowMixin, Indexed):
        assert not issubclass(model, kept)


def sealed_fields(model: type[Model]) -> dict[str, object]:
    names = [field.name for field in model._meta.concrete_fields if field.get_internal_type() == "BinaryField"]
    return dict.fromkeys(names, b"a sealed name")


@pytest.mark.parametrize("model", models_of(*CONFIDENTIAL), ids=lambda model: model._meta.label)
def test_no_text_of_a_row_tells_what_is_in_it(model: type[Model]) -> None:
    row = model(**sealed_fields(model))
    told = f"{row} {row!r}"
    assert "sealed" not in told
    assert len(told) < 200
    texts = [f for f in model._meta.concrete_fields if f.get_internal_type() in ("CharField", "TextField")]
    for field in texts:
        if not field.choices:
            setattr(row, field.name, "Kim Chol-su")
    assert "Kim Chol-su" not in f"{row} {row!r}"
