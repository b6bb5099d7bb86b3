"""People and ties as columns: the one store that both engines, the measures and the views read."""

from spirals.population.columns import *  # noqa: F403
from spirals.population.state import State as State
from spirals.population.store import Population as Population
