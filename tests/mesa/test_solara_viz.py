"""Mesa's own page builds from an organisation, without a browser."""

from __future__ import annotations

import copy
import os
import pickle
import warnings

import pytest

os.environ["SOLARA_TELEMETRY_MIXPANEL_ENABLE"] = "False"  # before solara is imported


@pytest.fixture
def quiet():
    """Let other people's warnings be."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def test_the_network_is_a_space_that_mesa_draws(quiet):
    import matplotlib.pyplot as plt
    from mesa.discrete_space import Network
    from mesa.visualization import SpaceRenderer
    from mesa.visualization.components import AgentPortrayalStyle
    from mesa.visualization.mpl_space_drawing import draw_space

    from spirals.organisation import Organisation

    organisation = Organisation(size=14, days=40, rng=1, turnover=2.0, vacancy_days=3.0)
    organisation.run_days(30)
    assert not organisation.population.active.all()
    seen: list[str] = []

    def portrayal(agent):
        seen.append(agent.id)
        return AgentPortrayalStyle(color="red" if agent.energy < 0.5 else "blue")

    for _ in range(3):
        space = organisation.grid
        assert isinstance(space, Network)
        ties = organisation.connections
        ids = {number: cell.agents[0].id for number, cell in space._cells.items()}
        assert sorted(ids.values()) == sorted(agent.id for agent in organisation.agents)
        edges = {frozenset((ids[a], ids[b])) for a, b in space.G.edges}
        assert edges == {frozenset(pair) for pair in zip(ties.a, ties.b, strict=True)}
        seen.clear()
        _, axes = plt.subplots()
        draw_space(space, portrayal, ax=axes)
        assert sorted(seen) == sorted(ids.values())
        assert len(axes.collections) > 0
        renderer = SpaceRenderer(organisation, backend="matplotlib")
        renderer.draw_agents(portrayal)
        organisation.step()


def test_looking_at_the_network_does_not_move_the_run():
    from spirals.organisation import Organisation

    looked, alone = (Organisation(size=12, days=6, rng=1) for _ in range(2))
    for _ in range(6):
        looked.step()
        alone.step()
        assert len(looked.grid.G) == len(looked.agents)
        looked = pickle.loads(pickle.dumps(copy.deepcopy(looked)))
    assert (looked.series["mean_energy"] == alone.series["mean_energy"]).all()


def test_a_space_component_builds_from_an_organisation(quiet):
    import reacton
    from mesa.visualization import SolaraViz, make_space_component
    from mesa.visualization.components import AgentPortrayalStyle

    from spirals.organisation import Organisation

    organisation = Organisation(size=10, days=5, rng=1)
    component = make_space_component(lambda person: AgentPortrayalStyle(color="blue"))
    page = SolaraViz(organisation, components=[component], name="spirals")
    box, context = reacton.render(page, handle_error=False)
    try:
        assert box.children
    finally:
        context.close()


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
