"""Shocks: what strikes an organisation from outside, or from above."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from spirals.interventions.build import BUILD, POWER
from spirals.interventions.practice import Shock
from spirals.interventions.primitives import Acts, Blow, Cut, Move, Shift


class Crisis(Shock):
    """Something grave happens to the whole organisation on one day, and weighs on it for weeks."""

    id: ClassVar[str] = "crisis"
    title: ClassVar[str] = "Crisis"
    source: ClassVar[tuple[str, ...]] = (BUILD,)
    column: ClassVar[str] = "resources and demand"
    how: ClassVar[str] = (
        "On the day everyone is struck: a hardship to carry, less energy, a worse mood. It loads them until it is "
        "told to somebody or digested; work demand is higher for some weeks and fades."
    )
    evidence: ClassVar[str] = "Size is an assumption; recovery is what the model is asked about."

    lasts: int = Field(default=20, ge=1, le=26_000, description="working days of higher demand")
    fade: int = Field(default=20, ge=0, le=26_000, description="working days over which the demand fades")

    def acts(self) -> Acts:
        """Return what it does at severity 1."""
        return (Blow(1.0), Shift("demand", 0.15))


class Setbacks(Shock):
    """A time in which things go wrong for one person after the other, at random."""

    id: ClassVar[str] = "setbacks"
    title: ClassVar[str] = "Setbacks"
    source: ClassVar[tuple[str, ...]] = (BUILD, POWER)
    column: ClassVar[str] = "resources and demand"
    how: ClassVar[str] = "Each day a random few are struck by a setback: a hardship, less energy, a worse mood."
    evidence: ClassVar[str] = "Size is an assumption."

    lasts: int = Field(default=20, ge=1, le=26_000, description="working days it goes on")
    share: float = Field(default=0.05, ge=0, le=1, description="share of people struck each day")

    def acts(self) -> Acts:
        """Return what it does at severity 1."""
        return (Blow(0.8, share=self.share, every=1),)


class WorkloadSurge(Shock):
    """Much more work than usual for some weeks."""

    id: ClassVar[str] = "workload_surge"
    title: ClassVar[str] = "Workload surge"
    source: ClassVar[tuple[str, ...]] = (POWER,)
    column: ClassVar[str] = "resources and demand"
    how: ClassVar[str] = "Work demand rises for everyone affected, which takes presence from encounters and strains."
    evidence: ClassVar[str] = "Good that demand strains; size is an assumption."

    lasts: int = Field(default=30, ge=1, le=26_000, description="working days it goes on")

    def acts(self) -> Acts:
        """Return what it does at severity 1."""
        return (Shift("demand", 0.30),)


class Reorganisation(Shock):
    """Teams are reshuffled."""

    id: ClassVar[str] = "reorganisation"
    title: ClassVar[str] = "Reorganisation"
    source: ClassVar[tuple[str, ...]] = (POWER,)
    column: ClassVar[str] = "who meets whom"
    how: ClassVar[str] = (
        "A share of the members changes team, a part of all ties ends, the change is a small blow to everyone, and "
        "there is extra work for a while. Old ties that last now lead across teams."
    )
    evidence: ClassVar[str] = "Moderate: restructuring goes with strain and lost ties."

    share: float = Field(default=0.3, ge=0, le=1, description="share of members who change team")
    lasts: int = Field(default=20, ge=1, le=26_000, description="working days of extra work")

    def acts(self) -> Acts:
        """Return what it does at severity 1."""
        part = self.share / 0.3
        return (Move(self.share), Cut(min(1.0, 0.25 * part)), Blow(0.3 * part), Shift("demand", 0.10))


class RemoteShift(Shock):
    """Contact in person falls, as when offices close."""

    id: ClassVar[str] = "remote_shift"
    title: ClassVar[str] = "Remote shift"
    source: ClassVar[tuple[str, ...]] = ("peer-coaching",)
    column: ClassVar[str] = "who meets whom"
    how: ClassVar[str] = "People meet in person far less, somewhat less altogether, and hardly anybody new."
    evidence: ClassVar[str] = "Good that contact narrows to close ties when offices close; size is an assumption."

    lasts: int = Field(default=120, ge=1, le=26_000, description="working days it goes on")

    def acts(self) -> Acts:
        """Return what it does at severity 1."""
        return (Shift("face", -3.0), Shift("rate", -0.15), Shift("reach", -0.50))


DECLARED: tuple[type[Shock], ...] = (Crisis, Setbacks, WorkloadSurge, Reorganisation, RemoteShift)
