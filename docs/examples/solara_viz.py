"""Mesa's own page for an organisation: a step is a working day.

Pins that it needs today: mesa>=3.5.1,<4, solara>=1.44,<2, ipyvue<2 and ipyvuetify<2 (with Vue 3 its main pane stays
blank), altair (it imports it), solara-assets to work offline; all of them come with ``spirals[app]``.  Run it with

    SOLARA_TELEMETRY_MIXPANEL_ENABLE=False uv run solara run docs/examples/solara_viz.py

It draws everything anew each step; ``spirals app`` is made for classes and for larger organisations.
"""

import solara
from mesa.visualization import Slider, SolaraViz, make_plot_component, make_space_component
from mesa.visualization.components import AgentPortrayalStyle

from spirals.employee import Employee
from spirals.organisation import Organisation
from spirals.parameters import PARAMETERS

SETTINGS = {
    "size": Slider("People", 40, 10, 200, 10),
    "demand": Slider("Pressure of work", 0.5, 0.0, 1.5, 0.05),
    "conduct_base": Slider("How well people treat each other", PARAMETERS["conduct_base"].default, -2.0, 3.0, 0.01),
    "encounter_rate": Slider("How often people meet", PARAMETERS["encounter_rate"].default, 0.0, 3.0, 0.05),
    "days": 260,
}


def look(person: Employee) -> AgentPortrayalStyle:
    """Return how a person is drawn: leaders larger, those with little energy grey."""
    return AgentPortrayalStyle(
        color="tab:blue" if person.energy > 0.5 else "tab:gray", size=120 if person.is_leader else 60
    )


VIEWS = [make_space_component(look), make_plot_component("mean_energy"), make_plot_component("mean_quality")]


@solara.component
def Page() -> None:
    """Show one organisation a session: made here, not at the top of the file, where all visitors would share it."""
    model = solara.use_memo(lambda: Organisation(size=40, days=260), [])
    SolaraViz(model, components=VIEWS, model_params=SETTINGS, name="spirals")
