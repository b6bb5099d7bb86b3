"""How compiled code sees ``State``: one pointer to a table of array addresses, and one to the parameters.

Passing two dozen arrays by value to every verb would cost more than the verbs themselves; a pointer costs
nothing, and ``s.people[i, ENERGY]`` reads the same in Python and compiled.
"""

from __future__ import annotations

import operator
from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.datamodel import models
from numba.core.imputils import lower_builtin, lower_getattr_generic
from numba.core.types.containers import BaseTuple, UniTuple
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_getattr, infer_global, signature
from numba.extending import NativeValue, register_model, typeof_impl, unbox

from spirals.parameters import PARAMETER_ORDER
from spirals.population import (
    DEED_COLUMNS,
    IMPACT_COLUMNS,
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

WORD = ir.IntType(64)
F8, F4, I4, I8 = types.float64, types.float32, types.int32, types.int64

# element type and the known sizes of the dimensions after the first (0: read at run time)
ARRAYS: dict[str, tuple[Any, tuple[int, ...]]] = {
    "people": (F8, (len(PERSON_COLUMNS),)),
    "traits": (F4, (len(TRAIT_COLUMNS),)),
    "place": (I4, (len(PLACE_COLUMNS),)),
    "levers": (F8, (len(LEVER_COLUMNS),)),
    "deeds": (F4, (len(DEED_COLUMNS),)),
    "recent": (F4, (len(DEED_COLUMNS),)),
    "impact": (F8, (len(IMPACT_COLUMNS),)),
    "ties": (F4, (len(TIE_COLUMNS),)),
    "nature": (F4, (len(NATURE_COLUMNS),)),
    "ends": (I4, (3,)),
    "weights": (F4, (2,)),
    "links": (I4, (2,)),
    "pull": (F4, ()),
    "rows": (I4, (4,)),
    "teams": (F8, (len(TEAM_COLUMNS),)),
    "groups": (I4, ()),
    "bounds": (I4, ()),
    "meetings": (F8, (len(MEETING_COLUMNS),)),
    "attending": (I4, ()),
    "today": (F4, (TODAY_COLUMNS,)),
    "order": (I4, ()),
    "counts": (I8, ()),
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


class TableType(types.Type):
    """The compiled type of one array of a state: ``table[i, column]`` reads and writes, ``table.shape`` tells sizes."""

    def __init__(self, array: str) -> None:
        self.array = array
        self.element, self.inner = ARRAYS[array]
        super().__init__(name=f"spirals.Table({array})")

    @property
    def read(self) -> Any:
        """What an element is read as: narrow numbers are widened, so that both engines compute alike."""
        return F8 if self.element in (F8, F4) else I8


TABLES = {array: TableType(array) for array in ARRAYS}


@register_model(StateType)
@register_model(ParametersType)
@register_model(TableType)
class _PointerModel(models.PrimitiveModel):
    def __init__(self, manager: Any, declared: Any) -> None:
        super().__init__(manager, declared, WORD.as_pointer())


@typeof_impl.register(Handle)
def _typeof(value: Handle, context: Any) -> StateType:
    return STATE


@unbox(StateType)
def _unbox(declared: Any, obj: Any, c: Any) -> NativeValue:
    number = c.pyapi.object_getattr_string(obj, "address")
    address = c.pyapi.long_as_longlong(number)
    c.pyapi.decref(number)
    pointer = c.builder.inttoptr(address, WORD.as_pointer())
    return NativeValue(pointer, is_error=cgutils.is_not_null(c.builder, c.pyapi.err_occurred()))


@infer_getattr
class _StateAttributes(AttributeTemplate):
    key = StateType

    def generic_resolve(self, declared: Any, attribute: str) -> Any:
        return PARAMETERS if attribute == "p" else TABLES.get(attribute)


@infer_getattr
class _ParameterAttributes(AttributeTemplate):
    key = ParametersType

    def generic_resolve(self, declared: Any, attribute: str) -> Any:
        return F8 if attribute in PARAMETER_ORDER else None


@infer_getattr
class _TableAttributes(AttributeTemplate):
    key = TableType

    def generic_resolve(self, declared: Any, attribute: str) -> Any:
        return UniTuple(I8, 1 + len(declared.inner)) if attribute == "shape" else None


def _fits(table: Any, index: Any) -> bool:
    return isinstance(table, TableType) and (
        isinstance(index, types.Integer)
        if not table.inner
        else isinstance(index, BaseTuple)
        and len(index) == 1 + len(table.inner)
        and all(isinstance(one, types.Integer) for one in index)
    )


@infer_global(operator.getitem)
class _Read(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        table, index = args
        return signature(table.read, table, index) if _fits(table, index) else None


@infer_global(operator.setitem)
class _Write(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        table, index, value = args
        return signature(types.none, table, index, value) if _fits(table, index) else None


def _load(builder: Any, pointer: Any, place: int) -> Any:
    """Load a word that no compiled code changes, and say so, so that it need not be loaded twice."""
    value = builder.load(builder.gep(pointer, [ir.Constant(WORD, place)]))
    value.set_metadata("invariant.load", builder.module.add_metadata([]))
    return value


@lower_getattr_generic(StateType)
def _lower_state(context: Any, builder: Any, declared: Any, value: Any, attribute: str) -> Any:
    if attribute == "p":
        return builder.inttoptr(_load(builder, value, _PARAMETERS), WORD.as_pointer())
    return builder.gep(value, [ir.Constant(WORD, _PLACE[attribute])])


@lower_getattr_generic(ParametersType)
def _lower_parameters(context: Any, builder: Any, declared: Any, value: Any, attribute: str) -> Any:
    return builder.bitcast(_load(builder, value, PARAMETER_ORDER[attribute]), ir.DoubleType())


def _size(builder: Any, declared: TableType, value: Any, axis: int) -> Any:
    known = declared.inner[axis - 1] if axis else 0
    return ir.Constant(WORD, known) if known else _load(builder, value, 1 + axis)


@lower_getattr_generic(TableType)
def _lower_table(context: Any, builder: Any, declared: TableType, value: Any, attribute: str) -> Any:
    return cgutils.pack_array(
        builder, [_size(builder, declared, value, axis) for axis in range(1 + len(declared.inner))]
    )


def _element(context: Any, builder: Any, signature: Any, args: Any) -> tuple[Any, Any]:
    """Return the address of an element and the mark that tells apart what lies in different arrays."""
    declared, index_type = signature.args[0], signature.args[1]
    if declared.inner:
        kinds, places = list(index_type), cgutils.unpack_tuple(builder, args[1])
    else:
        kinds, places = [index_type], [args[1]]
    places = [context.cast(builder, place, kind, I8) for place, kind in zip(places, kinds, strict=True)]
    offset = places[0]
    for axis, place in enumerate(places[1:], start=1):
        offset = builder.add(builder.mul(offset, _size(builder, declared, args[0], axis)), place)
    data = context.get_data_type(declared.element).as_pointer()
    address = builder.gep(builder.inttoptr(_load(builder, args[0], 0), data), [offset])
    module = builder.module
    root = module.add_metadata([ir.MetaDataString(module, "spirals")])
    kind = module.add_metadata([ir.MetaDataString(module, declared.array), root, ir.Constant(WORD, 0)])
    return address, module.add_metadata([kind, kind, ir.Constant(WORD, 0)])


@lower_builtin(operator.getitem, TableType, types.Any)
def _lower_read(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    address, mark = _element(context, builder, signature, args)
    value = builder.load(address)
    value.set_metadata("tbaa", mark)
    return context.cast(builder, value, signature.args[0].element, signature.return_type)


@lower_builtin(operator.setitem, TableType, types.Any, types.Any)
def _lower_write(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    address, mark = _element(context, builder, signature, args)
    value = context.cast(builder, args[2], signature.args[2], signature.args[0].element)
    builder.store(value, address).set_metadata("tbaa", mark)
    return context.get_dummy_value()
