"""The practices and shocks that come with the package, by their public names."""

from __future__ import annotations

from spirals.interventions import build, coaching, grow, harmful, pathways, play, shocks
from spirals.interventions.practice import Custom, Entry, Practice, Shock

PRACTICES: dict[str, type[Practice]] = {
    kind.id: kind for part in (build, pathways, play, grow, coaching) for kind in part.PRACTICES
}
HARMFUL: dict[str, type[Practice]] = {kind.id: kind for kind in harmful.PRACTICES}
SHOCKS: dict[str, type[Shock]] = {kind.id: kind for kind in shocks.SHOCKS}
SHIPPED: dict[str, type[Entry]] = {**PRACTICES, **HARMFUL, **SHOCKS, Custom.id: Custom}
