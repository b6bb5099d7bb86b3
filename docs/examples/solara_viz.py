"""Mesa's own page for an organisation: a step is a working day.

Pins that it needs today: mesa>=3.5.1,<4, solara>=1.44,<2, ipyvue<2 and ipyvuetify<2 (with Vue 3 its main pane stays
blank), altair (it imports it), solara-assets to work offline; all of them come with ``spirals[app]``.  Run it with

    SOLARA_TELEMETRY_MIXPANEL_ENABLE=False uv run solara run docs/examples/solara_viz.py

It draws everything anew each step; ``spirals app`` is made for classes and for larger organisations.
"""

import solara
from mesa.visualization import Slider, SolaraViz, make_plot_component

from spirals.organisation import Organisation
from spirals.parameters import PARAMETERS

SETTINGS = {
    "size": Slider("People", 40, 10, 200, 10),
    "demand": Slider("Pressure of work", 0.5, 0.0, 1.5, 0.05),
    "conduct_base": Slider("How well people treat each other", PARAMETERS["conduct_base"].default, -2.0, 3.0, 0.01),
    "encounter_rate": Slider("How often people meet", PARAMETERS["encounter_rate"].default, 0.0, 3.0, 0.05),
    "days": 260,
}
CURVES = [make_plot_component("mean_energy"), make_plot_component("mean_quality")]


@solara.component
def Page() -> None:
    """Show one organisation a session: made here, not at the top of the file, where all visitors would share it."""
    model = solara.use_memo(lambda: Organisation(size=40, days=260), [])
    SolaraViz(model, components=CURVES, model_params=SETTINGS, name="spirals")
