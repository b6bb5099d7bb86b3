"""Mesa's own page builds from an organisation, without a browser."""

from __future__ import annotations

import os
import warnings

import pytest

os.environ["SOLARA_TELEMETRY_MIXPANEL_ENABLE"] = "False"  # before solara is imported


@pytest.fixture
def quiet():
    """Let other people's warnings be."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def test_solara_viz_builds_from_an_organisation(quiet):
    import reacton
    from mesa.visualization import Slider, SolaraViz, make_plot_component

    from spirals.organisation import Organisation

    organisation = Organisation(size=10, days=5, rng=1)
    organisation.step()
    page = SolaraViz(
        organisation,
        components=[make_plot_component("mean_energy")],
        model_params={"size": Slider("people", 10, 4, 40, 1), "days": 5},
        name="spirals",
    )
    box, context = reacton.render(page, handle_error=False)
    try:
        assert context is not None
        assert box.children
    finally:
        context.close()
