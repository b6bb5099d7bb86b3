"""Measures of a run, each one documented function found by name.

``MEASURES`` holds them all; ``compute(name, view)`` gives one.  A new one is a function of a `View` under the
decorator ``measure`` (a number) or ``person_measure`` (one number per person; the measure is their mean).  Another
package offers its own through the entry points ``spirals.measures``, each called like its measure.
"""

from spirals.measures import cost as cost
from spirals.measures import encounters as encounters
from spirals.measures import moves as moves
from spirals.measures import network as network
from spirals.measures import newcomers as newcomers
from spirals.measures import outcomes as outcomes
from spirals.measures import reported as reported
from spirals.measures import resilience as resilience
from spirals.measures import states as states
from spirals.measures import staying as staying
from spirals.measures import ties as ties
from spirals.measures import trajectory as trajectory
from spirals.measures.benefits import BENEFITS as BENEFITS
from spirals.measures.headline import DEFAULT_MEASURES as DEFAULT_MEASURES
from spirals.measures.headline import HEADLINE as HEADLINE
from spirals.measures.panel import Panel as Panel
from spirals.measures.panel import team_means as team_means
from spirals.measures.registry import GROUPS as GROUPS
from spirals.measures.registry import MEASURES as MEASURES
from spirals.measures.registry import Measure as Measure
from spirals.measures.registry import between_people as between_people
from spirals.measures.registry import compute as compute
from spirals.measures.registry import compute_all as compute_all
from spirals.measures.registry import compute_with_spreads as compute_with_spreads
from spirals.measures.registry import find as find
from spirals.measures.registry import load_added
from spirals.measures.registry import measure as measure
from spirals.measures.registry import needed as needed
from spirals.measures.registry import per_person as per_person
from spirals.measures.registry import person_measure as person_measure
from spirals.measures.registry import spread_measure as spread_measure
from spirals.measures.view import View as View

load_added()
