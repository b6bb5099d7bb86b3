"""A practice that a scenario file composes from the primitives."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from spirals.interventions.practice import AsTuple, Practice
from spirals.interventions.primitives import Acts, refusal


class Custom(Practice):
    """A practice written in a scenario file from the primitives."""

    id: ClassVar[str] = "custom"
    title: ClassVar[str] = "A practice of your own"
    column: ClassVar[str] = "as its acts say"
    how: ClassVar[str] = "The acts listed under does in the scenario file; the key do names the primitive."
    evidence: ClassVar[str] = "None beyond what its author brings."
    fails_when: ClassVar[str] = "It is as good as its assumptions."

    name: str = Field(default="custom", min_length=1, description="what to call it")
    harmful: bool = Field(default=False, description="true for what does harm, to contrast with practices that help")
    does: Annotated[Acts, AsTuple] = Field(default=(), description="what it does: a list of acts")

    @model_validator(mode="after")
    def _is_a_practice(self) -> Custom:
        for number, act in enumerate(self.does, start=1):
            why = refusal(act, self.harmful)
            if why:
                raise ValueError(f"act {number} of '{self.name}' {why}")
        return self

    @property
    def label(self) -> str:
        """Return the author's name for it."""
        return self.name

    @property
    def helps(self) -> bool:
        """Say whether its author means it to help."""
        return not self.harmful

    def acts(self) -> Acts:
        """Return the acts as written."""
        return self.does


DECLARED: tuple[type[Practice], ...] = (Custom,)
