"""Frozen values for what the first screen loads. A dataclass writes and compiles its methods for each class, 0.8 ms
apiece on Python 3.11, which made 29 ms of every start; here all classes share one set. Elsewhere use dataclasses.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Self, dataclass_transform

EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass_transform(frozen_default=True)
class Value:
    """A value made of the annotated names of its class, in their order: never changed, equal by content, hashable.

    What cannot be hashed (a mapping) counts for equality only. A default is shared, so it must not be one that changes.
    """

    _names: ClassVar[tuple[str, ...]] = ()
    _known: ClassVar[frozenset[str]] = frozenset()
    _defaults: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls) -> None:
        own = tuple(
            name
            for name, kind in cls.__dict__.get("__annotations__", {}).items()
            if "ClassVar" not in str(kind)
        )
        cls._names = cls._names + tuple(name for name in own if name not in cls._names)
        cls._known = frozenset(cls._names)
        cls._defaults = cls._defaults | {name: cls.__dict__[name] for name in own if name in cls.__dict__}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        given = dict(zip(self._names, args, strict=False))
        values = self._defaults | given | kwargs
        if values.keys() != self._known or len(args) > len(self._names) or given.keys() & kwargs.keys():
            self._refuse(args, kwargs)
        self.__dict__.update(values)

    def with_changes(self, **changes: Any) -> Self:
        """A value like this one but for these names."""
        return type(self)(**{name: self.__dict__[name] for name in self._names} | changes)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} is frozen")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(tuple(value for value in self._values() if type(value).__hash__ is not None))

    def __repr__(self) -> str:
        shown = (f"{name}={value!r}" for name, value in zip(self._names, self._values(), strict=True))
        return f"{type(self).__name__}({', '.join(shown)})"

    def _values(self) -> tuple[Any, ...]:
        return tuple(map(self.__dict__.__getitem__, self._names))

    def _refuse(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        missing = [name for name in self._names[len(args) :] if name not in kwargs | self._defaults]
        unknown = [name for name in kwargs if name not in self._names[len(args) :]]
        raise TypeError(f"{type(self).__name__}: {len(args)} values, missing {missing}, unknown {unknown}")
