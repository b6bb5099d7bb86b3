"""Which pathway an encounter takes, and who asks whom for help."""

from __future__ import annotations

from spirals.mechanisms.numbers import exp, logistic
from spirals.mechanisms.registry import mechanism


@mechanism
def appeal(disposition: float, lever: float, climate_tilt: float, opened: float, repertoire: float) -> float:
    """Return a pathway's weight for one person today.

    ``exp((disposition + climate_tilt)(1 - repertoire opened) + lever)``.

    A softmax over dispositions and programmes.  Opened-up people (``opened`` > 0) draw on their repertoire more
    evenly (broaden; Fredrickson 1998).
    """
    flatter = 1.0 - repertoire * opened
    if flatter < 0.0:
        flatter = 0.0
    return exp((disposition + climate_tilt) * flatter + lever)


@mechanism
def help_pull(
    need: float,
    generosity: float,
    owed: float,
    need_on_help: float,
    generosity_on_help: float,
    favour_on_help: float,
) -> float:
    """Return the factor by which a pair is drawn to task enabling, > 0.

    ``1 + need_on_help need + generosity_on_help generosity + favour_on_help owed``: interdependent work
    needs it, help received is passed on to others, and favours are returned (target C15, exchange lens).
    """
    return 1.0 + need_on_help * need + generosity_on_help * generosity + favour_on_help * owed


@mechanism
def trusting_pull(trust: float, trust_on_trusting: float, least_pull: float) -> float:
    """Return the factor by which trust in the other opens the trusting pathway; 1 at trust 1/2.

    ``max(least_pull, 1 + trust_on_trusting (trust - 1/2))``.

    Trusting needs some trust (build-high-quality-connections, pathway 3).
    """
    return max(least_pull, 1.0 + trust_on_trusting * (trust - 0.5))


@mechanism
def play_pull(quality: float, quality_on_play: float, least_pull: float) -> float:
    """Return the factor by which a good tie invites play: ``max(least_pull, 1 + quality_on_play (quality - 1/2))``."""
    return max(least_pull, 1.0 + quality_on_play * (quality - 0.5))


@mechanism
def asking_probability(base: float, safety: float, ask_safety: float, lever: float) -> float:
    """Return the chance that help between two people starts with a request.

    ``logistic(base + ask_safety (safety - 1/2) + lever)``; 75-90% of help is asked for (target C13), and asking
    depends on psychological safety (Edmondson 1999).
    """
    return logistic(base + ask_safety * (safety - 0.5) + lever)


@mechanism
def granting_probability(
    base: float, worth: float, owed: float, worth_on_help: float, favour_on_granting: float
) -> float:
    """Return the chance that a request is granted.

    ``logistic(base + worth_on_help (worth - 1/2) + favour_on_granting owed)``: thanks raise later helping through
    social worth (Grant & Gino 2010; target C15), and effort is made for those to whom one owes (``owed``, 0..1).
    """
    return logistic(base + worth_on_help * (worth - 0.5) + favour_on_granting * owed)


@mechanism
def offering_appeal(worth: float, worth_on_help: float, worth_on_offering: float) -> float:
    """Return what social worth adds to the appeal of task enabling, softmax units.

    ``worth_on_offering worth_on_help (worth - 1/2)``: the share with which worth moves offering as well as granting.
    """
    return worth_on_offering * worth_on_help * (worth - 0.5)
