"""A third party's word on the fake and on the bot: aiogram's models of the Bot API.

They are generated from Telegram's documents. Every request, every answer and every update is
read by them; what does not fit is a problem, and a test with a problem fails.
"""

import inspect
import json
from collections.abc import Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

import aiogram.methods
from aiogram.methods.base import TelegramMethod
from aiogram.types import Update
from pydantic import BaseModel, TypeAdapter, ValidationError

from tests.telegram.state import Json

UPLOAD = "attach://upload"
"""Stands in the parameters for a file that was sent along."""

_MOST_SHOWN = 3


@cache
def _methods() -> dict[str, type[TelegramMethod[Any]]]:
    classes = (getattr(aiogram.methods, name) for name in aiogram.methods.__all__)
    return {
        one.__api_method__: one
        for one in classes
        if inspect.isclass(one) and issubclass(one, TelegramMethod) and one is not TelegramMethod
    }


@cache
def _answer_of(method: str) -> TypeAdapter[Any]:
    return TypeAdapter(_methods()[method].__returning__)


def knows(method: str) -> bool:
    """Whether Telegram has such a method."""
    return method in _methods()


class Judge:
    """Collects what does not fit.

    Attributes:
        problems: One sentence each; empty as long as all is well.
    """

    def __init__(self) -> None:
        self.problems: list[str] = []

    def request(self, method: str, given: Mapping[str, object]) -> None:
        """Look at what the bot asks for."""
        model = _methods().get(method)
        if model is None:
            self.problems.append(f"{method}: no such method")
            return
        names = _names(model)
        values = {name: _parsed(model, name, value) for name, value in given.items()}
        self._note(method, (f"unknown parameter {name}" for name in given.keys() - names.keys()))
        # A file that was sent along stands where the models want their own upload class.
        fitting = {
            names[name]: value
            for name, value in values.items()
            if name in names and value != UPLOAD
        }
        missing = {names[name] for name, value in values.items() if value == UPLOAD} & names.keys()
        try:
            read = model.model_validate(fitting)
        except ValidationError as error:
            self._note(method, _errors(error, missing))
        else:
            self._note(method, _unknown(read, fitting, "request"))

    def answer(self, method: str, result: object) -> None:
        """Look at what the fake answers; updates were looked at when they were made."""
        if method == "getUpdates":
            return
        try:
            read = _answer_of(method).validate_python(result)
        except ValidationError as error:
            self._note(f"{method}: the answer", _errors(error, set()))
        else:
            self._note(f"{method}: the answer", _unknown(read, result, "result"))

    def update(self, raw: Json) -> None:
        """Look at what the fake tells the bot."""
        try:
            read = Update.model_validate(raw)
        except ValidationError as error:
            self._note("update", _errors(error, set()))
        else:
            self._note("update", _unknown(read, raw, "update"))

    def _note(self, where: str, found: Iterator[str]) -> None:
        self.problems += [f"{where}: {one}" for one in list(found)[:_MOST_SHOWN]]


def _names(model: type[BaseModel]) -> dict[str, str]:
    """Return the names of a model's fields on the wire, each with its name in Python."""
    return {field.alias or name: name for name, field in model.model_fields.items()}


def _parsed(model: type[BaseModel], name: str, value: object) -> object:
    """Return a parameter as it is meant: lists and objects travel as JSON, words as they are."""
    field = model.model_fields.get(name)
    if not isinstance(value, str) or field is None or value[:1] not in {"[", "{"}:
        return value
    choices = get_args(field.annotation) if _is_choice(field.annotation) else (field.annotation,)
    if str in choices:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _is_choice(annotation: object) -> bool:
    """Whether a field takes this or that; `list[str]` has a part too, and is none."""
    return get_origin(annotation) in {Union, UnionType}


def _errors(error: ValidationError, excused: set[str]) -> Iterator[str]:
    found = error.errors(include_url=False, include_input=False)
    # Of a choice between several classes, those that call themselves something else say nothing.
    others = {one["loc"][:-1] for one in found if one["type"] == "literal_error"} - {()}
    fitting = [one for one in found if not any(one["loc"][: len(no)] == no for no in others)]
    for one in fitting or found:
        if not (one["loc"] and one["loc"][0] in excused):
            yield f"{'.'.join(map(str, one['loc']))}: {one['msg']}"


def _unknown(read: object, raw: object, path: str) -> Iterator[str]:
    """Find names that a document does not know, at any depth; the models would let them pass."""
    if isinstance(read, list) and isinstance(raw, list):
        for number, (below, given) in enumerate(zip(read, raw, strict=True)):
            yield from _unknown(below, given, f"{path}[{number}]")
    if not (isinstance(read, BaseModel) and isinstance(raw, dict)):
        return
    names = _names(type(read))
    names |= {name: name for name in names.values() if path == "request"}
    for name, given in raw.items():
        if name not in names:
            yield f"unknown field {path}.{name}"
        else:
            yield from _unknown(getattr(read, names[name]), given, f"{path}.{name}")
