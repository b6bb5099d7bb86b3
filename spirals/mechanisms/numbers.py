"""Numbers every mechanism uses: guarded logistic and logit, and the two saturating moves."""

from __future__ import annotations

import math

from spirals.mechanisms.registry import mechanism


@mechanism
def logistic(x: float) -> float:
    """Return ``1 / (1 + exp(-x))``, guarded so that no argument overflows."""
    if x >= 0.0:
        if x > 40.0:
            return 1.0
        return 1.0 / (1.0 + math.exp(-x))
    if x < -40.0:
        return 0.0
    z = math.exp(x)
    return z / (1.0 + z)


@mechanism
def logit(x: float) -> float:
    """Return ``ln(x / (1 - x))`` with x held inside [1e-9, 1 - 1e-9]."""
    x = min(max(x, 1e-9), 1.0 - 1e-9)
    return math.log(x / (1.0 - x))


@mechanism
def shrink(push: float) -> float:
    """Return ``exp(-push)`` for push >= 0: by its series below 0.1 (error under 1e-13), where most pushes lie."""
    if push < 0.1:
        return 1.0 - push * (
            1.0 - push * (0.5 - push * (1.0 / 6.0 - push * (1.0 / 24.0 - push * (1.0 / 120.0 - push * (
                1.0 / 720.0 - push * (1.0 / 5040.0)
            )))))
        )  # fmt: skip
    if push > 40.0:
        return 0.0
    return math.exp(-push)


@mechanism
def rise(x: float, push: float) -> float:
    """Move a 0..1 state up: ``1 - (1 - x) exp(-push)``; bounded, and two half pushes equal one.

    Source: assumption of diminishing returns towards a ceiling.
    """
    if push <= 0.0:
        return x
    return 1.0 - (1.0 - x) * shrink(push)


@mechanism
def fall(x: float, push: float) -> float:
    """Move a 0..1 state down: ``x exp(-push)``; bounded, and two half pushes equal one."""
    if push <= 0.0:
        return x
    return x * shrink(push)


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
