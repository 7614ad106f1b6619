"""Packs and unpacks what may cross the line between the student's code and the judge.

Plain data only: None, bool, int, float, str, tuples, lists, dicts with string
keys, and NumPy arrays of numbers or truth values. It travels as JSON, arrays as
their bytes in base64 beside dtype, shape and memory layout. There is no pickle
and no code in it. The judge's side bounds size, depth, counts and dtypes before
it builds anything, so what comes from inside can be wrong, but not harmful.
"""

from __future__ import annotations

import binascii
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

DTYPES = {
    np.dtype(code).str: np.dtype(code)
    for code in ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8")
}
"""Dtypes that may cross, by NumPy's little-endian spelling."""

ARRAYS = (np.ndarray, np.generic)
ARRAY_ITEMS = frozenset(("dtype", "shape", "layout", "writable", "data"))
LAYOUTS = ("C", "F", "strided")

MAX_BYTES = 64 * 2**20
MAX_DIMENSIONS = 8
MAX_DEPTH = 16
MAX_ITEMS = 10_000
MAX_TEXT = 4_000
MAX_INTEGER = 2**63
MAX_COMMAS = 200_000
"""Arrays travel as one string each, so no message has more parts than this."""


class WireError(Exception):
    """A message that is not in the wire's format, or over its bounds."""


@dataclass(frozen=True)
class Kept:
    """A value that stayed inside under a name: `item` picks one of a tuple's."""

    name: str
    item: int | None = None


@dataclass(frozen=True)
class Rng:
    """A random generator: it crosses as its seed and is made anew for each call.

    A shared one is made once a case, so that a later call goes on drawing where
    an earlier one stopped: that shows how much was drawn.
    """

    seed: int
    shared: bool = False


@dataclass(frozen=True)
class FamilyMember:
    """A callable that is made where it is used: a family's name and its numbers.

    With a name to keep it under it is made once a case, so that a later call can
    look at what an earlier one has done to it.
    """

    family: str
    settings: tuple[Any, ...] = ()
    keep: str | None = None


@dataclass(frozen=True)
class Packed:
    """A value that is ready for the wire, so that nothing has to look at it again."""

    content: Any


def pack(value: Any, depth: int) -> Packed:
    """Make a value ready for the wire, to be sent within others.

    Arguments:
        value: to be packed now, since it may be changed later.
        depth: how many others it will lie within.

    Raises:
        WireError: the value holds something that may not cross.
    """
    return Packed(_pack(value, depth))


def encode(value: Any) -> str:
    """Write a value as one line of JSON.

    Raises:
        WireError: the value holds something that may not cross.
    """
    text = json.dumps(_pack(value, 0), separators=(",", ":"))
    if len(text) > MAX_BYTES:
        raise WireError(f"a value of {len(text):,} bytes is over the limit of {MAX_BYTES:,}")
    return text


def decode(text: str) -> Any:
    """Read back what `encode` wrote; trusts nothing about the text.

    Raises:
        WireError: the text is not in the format, or over a bound.
    """
    return unpack(parse(text))


def parse(text: str) -> Any:
    """The first half of `decode`: values as they are packed.

    Raises:
        WireError: the text is not JSON, or over a bound.
    """
    if len(text) > MAX_BYTES:
        raise WireError(f"a message of {len(text):,} bytes is over the limit of {MAX_BYTES:,}")
    if text.count(",") > MAX_COMMAS:
        raise WireError(f"a message has more than {MAX_COMMAS:,} parts")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WireError(f"a message is not JSON: {type(error).__name__}") from None


def unpack(packed: Any) -> Any:
    """The second half of `decode`.

    Raises:
        WireError: this is not what a value looks like when it is packed.
    """
    return _unpack(packed, 0)


def _pack(value: Any, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise WireError(f"a value is nested deeper than {MAX_DEPTH}")
    kind = type(value)  # the exact one: a subclass may lie about itself
    if type(kind) is type and kind in _PACKERS:  # a class of another kind may lie about equality
        return _PACKERS[kind](value, depth)
    if isinstance(value, ARRAYS):
        return _pack_array(np.asarray(value), depth)
    raise WireError(f"a value of type {kind.__name__} is neither a number, an array nor a tuple")


def _pack_integer(value: int, depth: int) -> int:
    if abs(value) >= MAX_INTEGER:
        raise WireError("an integer is beyond 64 bits")
    return value


def _pack_float(value: float, depth: int) -> Any:
    # JSON has no infinities; their names are kept apart from strings.
    return value if math.isfinite(value) else {"float": repr(value)}


def _pack_items(value: tuple[Any, ...] | list[Any], depth: int) -> dict[str, Any]:
    kind = type(value).__name__
    if len(value) > MAX_ITEMS:
        raise WireError(f"a {kind} has more than {MAX_ITEMS:,} items")
    return {kind: [_pack(item, depth + 1) for item in value]}


def _pack_dict(value: dict[Any, Any], depth: int) -> dict[str, dict[str, Any]]:
    if len(value) > MAX_ITEMS:
        raise WireError(f"a dict has more than {MAX_ITEMS:,} items")
    if not all(type(key) is str for key in value):
        raise WireError("a dict has a key that is not a string")
    return {"dict": {key[:MAX_TEXT]: _pack(item, depth + 1) for key, item in value.items()}}


def _pack_family_member(value: FamilyMember, depth: int) -> dict[str, Any]:
    return {"made": [value.family, _pack(value.settings, depth + 1), value.keep]}


def _pack_array(array: np.ndarray[Any, Any], depth: int) -> dict[str, Any]:
    if array.ndim > MAX_DIMENSIONS:
        raise WireError(f"an array has more than {MAX_DIMENSIONS} axes")
    dtype = array.dtype
    if dtype.str not in DTYPES:
        dtype = dtype.newbyteorder("<")
        if dtype.str not in DTYPES:
            raise WireError(f"an array has dtype {array.dtype}, which is not a number or bool")
    if array.nbytes > MAX_BYTES:
        raise WireError(f"an array of {array.nbytes:,} bytes is over the limit of {MAX_BYTES:,}")
    flags = array.flags
    content = array.astype(dtype, copy=False).tobytes()
    return {
        "array": {
            "dtype": dtype.str,
            "shape": list(array.shape),
            "layout": "C" if flags.c_contiguous else "F" if flags.f_contiguous else "strided",
            "writable": flags.writeable,
            "data": binascii.b2a_base64(content, newline=False).decode("ascii"),
        }
    }


_PACKERS: dict[type, Callable[[Any, int], Any]] = {
    np.ndarray: _pack_array,
    type(None): lambda value, depth: value,
    bool: lambda value, depth: value,
    str: lambda value, depth: value[:MAX_TEXT],
    int: _pack_integer,
    float: _pack_float,
    tuple: _pack_items,
    list: _pack_items,
    dict: _pack_dict,
    Packed: lambda value, depth: value.content,
    Kept: lambda value, depth: {"kept": [value.name, value.item]},
    Rng: lambda value, depth: {"rng": [value.seed, value.shared]},
    FamilyMember: _pack_family_member,
}


def _unpack(packed: Any, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise WireError(f"a message is nested deeper than {MAX_DEPTH}")
    kind = type(packed)  # what JSON makes is of these types and of no subclass
    if kind is dict and len(packed) == 1:
        ((tag, content),) = packed.items()
        if tag in _UNPACKERS:
            return _UNPACKERS[tag](content, depth)
        raise WireError("a message has a value of unknown kind")
    if packed is None or kind is bool or kind is float:
        return packed
    if kind is int:
        if abs(packed) >= MAX_INTEGER:
            raise WireError("a message has an integer beyond 64 bits")
        return packed
    if kind is str:
        return _unpack_text(packed)
    raise WireError("a message has something in it that is no value")


def _unpack_items(content: Any, depth: int) -> list[Any]:
    if not isinstance(content, list) or len(content) > MAX_ITEMS:
        raise WireError(f"a message has a sequence of more than {MAX_ITEMS:,} items, or none")
    return [_unpack(item, depth + 1) for item in content]


def _unpack_text(content: str) -> str:
    text = content[:MAX_TEXT]
    # JSON can name half of a character, which no file and no terminal takes.
    return text if text.isascii() else text.encode(errors="replace").decode()


def _unpack_dict(content: Any, depth: int) -> dict[str, Any]:
    if not isinstance(content, dict) or len(content) > MAX_ITEMS:
        raise WireError(f"a message has a dict of more than {MAX_ITEMS:,} items, or none")
    return {_unpack_text(key): _unpack(item, depth + 1) for key, item in content.items()}


def _unpack_float(content: Any, depth: int) -> float:
    if content not in ("inf", "-inf", "nan"):
        raise WireError("a message has a number that is none")
    return float(content)


def _unpack_kept(content: Any, depth: int) -> Kept:
    match content:
        case [str(name), int() | None as item] if not isinstance(item, bool):
            return Kept(name, item)
    raise WireError("a message names a kept value wrongly")


def _unpack_rng(content: Any, depth: int) -> Rng:
    match content:
        case [int(seed), bool(shared)] if not isinstance(seed, bool) and 0 <= seed < MAX_INTEGER:
            return Rng(seed, shared)
    raise WireError("a message has a random generator without a seed")


def _unpack_family_member(content: Any, depth: int) -> FamilyMember:
    match content:
        case [str(family), settings, str() | None as keep]:
            unpacked = _unpack(settings, depth + 1)
            if isinstance(unpacked, tuple):
                return FamilyMember(family, unpacked, keep)
    raise WireError("a message names a family wrongly")


def _unpack_array(content: Any, depth: int) -> np.ndarray[Any, Any]:
    if not _is_array(content):
        raise WireError("a message has an array of the wrong form")
    dtype, shape, layout = content["dtype"], content["shape"], content["layout"]
    for length in shape:
        if type(length) is not int or not 0 <= length <= MAX_BYTES:
            raise WireError("a message has an array of impossible shape")
    try:
        raw = binascii.a2b_base64(content["data"], strict_mode=True)
    except ValueError:
        raise WireError("a message has an array whose bytes are not base64") from None
    if len(raw) != math.prod(shape) * DTYPES[dtype].itemsize:
        raise WireError("a message has an array whose bytes do not fit its shape")
    try:
        array = np.frombuffer(raw, dtype=DTYPES[dtype]).reshape(shape)
    except ValueError:  # an axis of length 0 lets the others multiply beyond any memory
        raise WireError("a message has an array of impossible shape") from None
    array = array.copy() if layout == "C" else _laid_out(array, layout)
    if not content["writable"]:
        array.flags.writeable = False
    return array


def _is_array(content: Any) -> bool:
    """Tell whether this is what an array looks like when it is packed, but for its bytes."""
    return (
        type(content) is dict
        and content.keys() == ARRAY_ITEMS
        and type(content["dtype"]) is str
        and content["dtype"] in DTYPES
        and type(content["shape"]) is list
        and len(content["shape"]) <= MAX_DIMENSIONS
        and content["layout"] in LAYOUTS
        and type(content["writable"]) is bool
        and type(content["data"]) is str
    )


_UNPACKERS: dict[str, Callable[[Any, int], Any]] = {
    "tuple": lambda content, depth: tuple(_unpack_items(content, depth)),
    "list": _unpack_items,
    "dict": _unpack_dict,
    "float": _unpack_float,
    "kept": _unpack_kept,
    "rng": _unpack_rng,
    "made": _unpack_family_member,
    "array": _unpack_array,
}


def _laid_out(array: np.ndarray[Any, Any], layout: str) -> np.ndarray[Any, Any]:
    """Copy an array into fresh memory of a layout other than C's."""
    if layout == "strided" and array.ndim:
        # Every other column of a wider array: equal values, gaps in between.
        wide = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), dtype=array.dtype)
        wide[..., ::2] = array
        return wide[..., ::2]
    return np.array(array, order="F")
