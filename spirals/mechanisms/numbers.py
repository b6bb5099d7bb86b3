"""Numbers every mechanism uses: the exponential, guarded logistic and logit, and the two saturating moves."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext

import numpy as np
from numpy.typing import NDArray

from spirals.mechanisms.registry import mechanism

_STEPS = 256  # the table of exp has a value every 1/256
# numbers of this size lie 1/256 apart: adding it rounds to a step, taking it off leaves the step
_ROUND = 1.5 * 2.0**44
_C3 = 1.0 / 6.0 + 2.77e-8  # exp's series ends at the fourth power; this is what the fifth would add within half a step
_C4 = 1.0 / 24.0


def _powers(base: Decimal, count: int) -> list[float]:
    """Return ``base^0`` .. ``base^(count - 1)``, each the nearest float; decimals are the same on every machine."""
    found = [Decimal(1)]
    while len(found) < count:
        found.append(found[-1] * base)
    return [float(power) for power in found]


def _tables() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return ``e^(j / 256)`` for j = 0..255, and ``e^m`` in place m for m = -701..701 (negative ones from the end)."""
    with localcontext(prec=30):
        near = _powers((Decimal(1) / _STEPS).exp(), _STEPS)
        up, down = _powers(Decimal(1).exp(), 702), _powers(Decimal(-1).exp(), 702)
    far = np.zeros(2048)
    far[:702] = up
    far[-701:] = down[:0:-1]
    return np.array(near), far


_NEAR, _FAR = _tables()


@mechanism
def exp(x: float) -> float:
    """Return ``e^x`` within 3 units in the last place, x held in [-700, 700]; exactly 1 at 0.

    ``e^x = e^m e^(j/256) e^r`` with x rounded to m + j/256, two tables and a short series for |r| <= 1/512.  In plain
    arithmetic it has the same bits on every machine (libraries' exp differ, by the processor too), and compiled code
    takes it in instead of calling out.
    """
    if x * x > 490000.0:
        x = 700.0 if x > 0.0 else -700.0
    step = (x + _ROUND) - _ROUND
    r = x - step
    k = int(step * 256.0)
    scale = float(_NEAR[k & 255]) * float(_FAR[(k >> 8) & 2047])
    return scale + scale * (r + r * r * (0.5 + r * (_C3 + r * _C4)))


@mechanism
def logistic(x: float) -> float:
    """Return ``1 / (1 + exp(-x))``; no argument overflows."""
    return 1.0 / (1.0 + exp(-x))


@mechanism
def logit(x: float) -> float:
    """Return ``ln(x / (1 - x))`` with x held inside [1e-9, 1 - 1e-9]."""
    x = min(max(x, 1e-9), 1.0 - 1e-9)
    return math.log(x / (1.0 - x))


@mechanism
def rise(x: float, push: float) -> float:
    """Move a 0..1 state up: ``1 - (1 - x) exp(-push)``; bounded, and two half pushes equal one.

    Source: assumption of diminishing returns towards a ceiling.
    """
    if push <= 0.0:
        return x
    return 1.0 - (1.0 - x) * exp(-push)


@mechanism
def fall(x: float, push: float) -> float:
    """Move a 0..1 state down: ``x exp(-push)``; bounded, and two half pushes equal one."""
    if push <= 0.0:
        return x
    return x * exp(-push)


@mechanism
def slowed(push: float, room: float, order: float) -> float:
    """Return the push as it acts by another saturation: itself at ``order`` 1, ``ln(1 + 2 push room)`` at 2.

    With the latter ``rise`` and ``fall`` close the room left as its square, to ``room / (1 + 2 push room)``: a state
    hardly moves near its bounds, and at 1/2 a small push moves it as much as by order 1.  Bounded, and two half pushes
    equal one.  For trying robustness only.
    """
    return push if order == 1.0 else math.log(1.0 + 2.0 * push * room)


@mechanism
def kept_over(share: float, step: float) -> float:
    """Return what a step leaves of something of which a slot leaves a share (0..1): ``share^step``, step 1 or 1/2."""
    return share if step == 1.0 else math.sqrt(share)


@mechanism
def settle(x: float, rest: float, share: float) -> float:
    """Move a state a share (0..1) of its way towards a resting value: ``x + share (rest - x)``."""
    return x + share * (rest - x)
