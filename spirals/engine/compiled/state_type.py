"""How compiled code sees ``State``: one pointer to a table of array addresses, and one to the parameters.

Passing two dozen arrays by value to every verb would cost more than the verbs themselves; a pointer costs
nothing, and ``s.people[i, ENERGY]`` reads the same in Python and compiled.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.datamodel import models
from numba.core.imputils import lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import NativeValue, register_model, typeof_impl, unbox

from spirals.parameters import PARAMETER_ORDER
from spirals.population import (
    EFFECT_COLUMNS,
    LEVER_COLUMNS,
    LOG_COLUMNS,
    MEETING_COLUMNS,
    NATURE_COLUMNS,
    PERSON_COLUMNS,
    PLACE_COLUMNS,
    TEAM_COLUMNS,
    TIE_COLUMNS,
    TODAY_COLUMNS,
    TRAIT_COLUMNS,
    Population,
    State,
)

F8, F4, I4, I8 = types.float64, types.float32, types.int32, types.int64

# element type and the known sizes of the dimensions after the first (0: read at run time)
ARRAYS: dict[str, tuple[Any, tuple[int, ...]]] = {
    "people": (F8, (len(PERSON_COLUMNS),)),
    "traits": (F4, (len(TRAIT_COLUMNS),)),
    "place": (I4, (len(PLACE_COLUMNS),)),
    "levers": (F8, (len(LEVER_COLUMNS),)),
    "ties": (F8, (len(TIE_COLUMNS),)),
    "nature": (F4, (len(NATURE_COLUMNS),)),
    "ends": (I4, (4,)),
    "links": (I4, (2,)),
    "pull": (F8, ()),
    "rows": (I4, (4,)),
    "teams": (F8, (len(TEAM_COLUMNS),)),
    "groups": (I4, ()),
    "bounds": (I4, ()),
    "meetings": (F8, (len(MEETING_COLUMNS),)),
    "attending": (I4, ()),
    "today": (F8, (TODAY_COLUMNS,)),
    "order": (I4, ()),
    "effects": (F8, (4, len(EFFECT_COLUMNS))),
    "counts": (I8, ()),
    "free": (I4, ()),
    "key": (I8, ()),
    "tally": (F8, ()),
    "log": (F8, (len(LOG_COLUMNS),)),
    "diary": (F8, (0, 3)),
}
_WORDS = 4  # address and three sizes
_PLACE = {name: _WORDS * number for number, name in enumerate(ARRAYS)}
_PARAMETERS = _WORDS * len(ARRAYS)  # where the table holds the parameters' address


class Handle:
    """Holds the table that compiled code reads, for as long as no array is replaced."""

    __slots__ = ("_state", "_table", "address")

    def __init__(self, state: State) -> None:
        table = np.zeros(_PARAMETERS + 1, np.int64)
        for name, place in _PLACE.items():
            array = getattr(state, name)
            table[place] = array.ctypes.data
            table[place + 1 : place + 1 + array.ndim] = array.shape
        table[_PARAMETERS] = state.p.array.ctypes.data
        self._state = state  # keeps the arrays alive
        self._table = table
        self.address = int(table.ctypes.data)

    def __reduce__(self) -> tuple[Any, ...]:
        """Make a copy from the copied arrays, never from their addresses."""
        return Handle, (self._state,)


def handle_of(population: Population) -> Handle:
    """Return the table of a population's arrays, made anew only when one of them was replaced."""
    handle = population.handle
    if not isinstance(handle, Handle) or handle._state is not population.state:
        handle = population.handle = Handle(population.state)
    return handle


class StateType(types.Type):
    """The compiled type of ``Handle``."""

    def __init__(self) -> None:
        super().__init__(name="spirals.State")


class ParametersType(types.Type):
    """The compiled type of ``State.p``."""

    def __init__(self) -> None:
        super().__init__(name="spirals.Parameters")


STATE, PARAMETERS = StateType(), ParametersType()


@register_model(StateType)
@register_model(ParametersType)
class _PointerModel(models.PrimitiveModel):
    def __init__(self, manager: Any, declared: Any) -> None:
        super().__init__(manager, declared, ir.IntType(64).as_pointer())


@typeof_impl.register(Handle)
def _typeof(value: Handle, context: Any) -> StateType:
    return STATE


@unbox(StateType)
def _unbox(declared: Any, obj: Any, c: Any) -> NativeValue:
    number = c.pyapi.object_getattr_string(obj, "address")
    address = c.pyapi.long_as_longlong(number)
    c.pyapi.decref(number)
    pointer = c.builder.inttoptr(address, ir.IntType(64).as_pointer())
    return NativeValue(pointer, is_error=cgutils.is_not_null(c.builder, c.pyapi.err_occurred()))


@infer_getattr
class _StateAttributes(AttributeTemplate):
    key = StateType

    def generic_resolve(self, declared: Any, attribute: str) -> Any:
        if attribute == "p":
            return PARAMETERS
        if attribute in ARRAYS:
            element, inner = ARRAYS[attribute]
            return types.Array(element, 1 + len(inner), "C")
        return None


@infer_getattr
class _ParameterAttributes(AttributeTemplate):
    key = ParametersType

    def generic_resolve(self, declared: Any, attribute: str) -> Any:
        return F8 if attribute in PARAMETER_ORDER else None


def _load(builder: Any, pointer: Any, place: int) -> Any:
    """Load a word that no compiled code changes, and say so, so that it need not be loaded twice."""
    at = builder.gep(pointer, [ir.Constant(ir.IntType(64), place)])
    value = builder.load(at)
    value.set_metadata("invariant.load", builder.module.add_metadata([]))
    return value


@lower_getattr_generic(StateType)
def _lower_state(context: Any, builder: Any, declared: Any, value: Any, attribute: str) -> Any:
    word = ir.IntType(64)
    if attribute == "p":
        return builder.inttoptr(_load(builder, value, _PARAMETERS), word.as_pointer())
    element, inner = ARRAYS[attribute]
    array_type = types.Array(element, 1 + len(inner), "C")
    place = _PLACE[attribute]
    shape = [_load(builder, value, place + 1)]
    for axis, size in enumerate(inner):
        shape.append(ir.Constant(word, size) if size else _load(builder, value, place + 2 + axis))
    item = context.get_abi_sizeof(context.get_value_type(element))
    strides = [ir.Constant(word, item)]
    for size in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], size))
    data_type = context.get_data_type(element).as_pointer()
    array = context.make_array(array_type)(context, builder)
    items = shape[0]
    for size in shape[1:]:
        items = builder.mul(items, size)
    array.data = builder.inttoptr(_load(builder, value, place), data_type)
    array.shape = cgutils.pack_array(builder, shape)
    array.strides = cgutils.pack_array(builder, strides)
    array.itemsize = ir.Constant(word, item)
    array.nitems = items
    array.meminfo = cgutils.get_null_value(array.meminfo.type)
    array.parent = cgutils.get_null_value(array.parent.type)
    return array._getvalue()


@lower_getattr_generic(ParametersType)
def _lower_parameters(context: Any, builder: Any, declared: Any, value: Any, attribute: str) -> Any:
    return builder.bitcast(_load(builder, value, PARAMETER_ORDER[attribute]), ir.DoubleType())
