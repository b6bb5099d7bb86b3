"""Every practice keeps the agreement, and the agreement catches what breaks it."""

from importlib.metadata import EntryPoint
from typing import ClassVar

import pytest
from pydantic import Field

from spirals.errors import InputError
from spirals.interventions import (
    HARMFUL,
    PRACTICES,
    SHOCKS,
    Custom,
    Meet,
    NotAPractice,
    Practice,
    Shift,
    Shock,
    catalogue,
    check_practice,
    describe,
    find,
    registry,
)
from spirals.interventions.registry import plugins

EVERY = sorted(catalogue())


def test_the_whole_catalogue_is_there():
    assert (len(PRACTICES), len(HARMFUL), len(SHOCKS)) == (36, 10, 5)


@pytest.mark.parametrize("name", EVERY)
def test_it_keeps_the_agreement(name):
    check_practice(catalogue()[name])


@pytest.mark.parametrize("name", EVERY)
def test_its_text_recreates_it(name):
    kind = catalogue()[name]
    entry = kind(adoption=0.5, fade=3)
    made = eval(repr(entry), {type(entry).__name__: type(entry), "Cost": kind.model_fields})
    assert made == entry


@pytest.mark.parametrize("name", EVERY)
def test_twice_the_dose_is_twice_each_act(name):
    entry = catalogue()[name]()
    for one, two in zip(entry.plan(1.0), entry.plan(2.0), strict=True):
        if isinstance(one, Shift) and isinstance(two, Shift):
            assert two.amount == pytest.approx(2.0 * one.amount)
        if isinstance(one, Meet) and isinstance(two, Meet):
            assert two.minutes == pytest.approx(2.0 * one.minutes)
            assert (two.presence, two.equal) == (one.presence, one.equal)


@pytest.mark.parametrize("name", EVERY)
def test_it_can_be_described(name):
    text = describe(name)
    assert text.id == name
    assert text.what.endswith(".")
    assert text.kind in ("practice", "harmful", "shock")
    assert all(setting.meaning for setting in text.settings)
    if name != "custom":
        assert text.source


def test_settings_have_their_ranges():
    share = describe("team_incentives").settings[0]
    assert (share.name, share.default, share.low, share.high) == ("share", 0.5, 0, 1)


def test_an_unknown_practice_suggests_the_nearest():
    with pytest.raises(InputError, match="unknown practice 'peer_coachin'; did you mean 'peer_coaching'"):
        find("peer_coachin")
    with pytest.raises(InputError, match="unknown shock 'crises'; did you mean 'crisis'"):
        find("crises", shocks_only=True)


class Walks(Practice):
    """People take a walk in pairs."""

    id: ClassVar[str] = "walks"
    title: ClassVar[str] = "Walks"
    carriers: ClassVar[tuple[str, ...]] = ("conduct",)
    how: ClassVar[str] = "Pairs meet outdoors."
    evidence: ClassVar[str] = "None."

    minutes: float = Field(default=20.0, gt=0, le=120, description="length, minutes")

    def acts(self):
        return (Meet("pair", "free", self.minutes, every=5),)


def test_somebody_elses_practice_can_check_itself():
    check_practice(Walks)
    check_practice(Walks(minutes=5.0, start=10, end=20, ramp=3, fade=2))


class Unnamed(Walks):
    """No id worth the name."""

    id: ClassVar[str] = "Big Walks"


class Silent(Walks):
    """Says nothing about how."""

    how: ClassVar[str] = ""


class Vague(Walks):
    """Has a setting nobody explains."""

    speed: float = 1.0


class Demanding(Walks):
    """Cannot be made without a setting."""

    speed: float = Field(description="how fast")


class Restless(Walks):
    """Acts at dose zero."""

    def plan(self, dose):
        return self.acts()


class Wordy(Walks):
    """Plans things that are no acts."""

    def plan(self, dose):
        return ("walk",) if dose > 0 else ()


class Decreed(Walks):
    """Makes everybody nicer."""

    def acts(self):
        return (Shift("conduct", 0.5), *super().acts())


class Rude(Walks):
    """Does harm and does not say so."""

    def acts(self):
        return (Shift("conduct", -0.5), *super().acts())


class Costless(Walks):
    """Costs nobody anything."""

    def acts(self):
        return (Shift("ask", 0.5),)


class Unmoved(Walks):
    """Names nothing that it works through."""

    carriers: ClassVar[tuple[str, ...]] = ()


class Everything(Walks):
    """Works through everything at once."""

    carriers: ClassVar[tuple[str, ...]] = ("conduct", "trusting", "play")


class Tonal(Walks):
    """Names what is no carrier."""

    carriers: ClassVar[tuple[str, ...]] = ("tone",)


class Twofold(Walks):
    """Names a carrier and a column."""

    column: ClassVar[str] = "who meets whom"


class Elsewhere(Walks):
    """Names a column that there is not."""

    carriers: ClassVar[tuple[str, ...]] = ()
    column: ClassVar[str] = "the weather"


class Growing(Walks):
    """Has more acts at a higher dose."""

    def plan(self, dose):
        return self.acts() * round(2 * dose)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Unnamed, "use lower-case words"),
        (Silent, "how is empty"),
        (Vague, "setting speed has no description"),
        (Demanding, "give every setting a default"),
        (Restless, "at dose 0 a practice does nothing"),
        (Wordy, "use the primitives only"),
        (Decreed, "shifts conduct by 0.5; a practice may do so and only downwards, if it is declared harmful"),
        (Rude, "shifts conduct by -0.5; a practice may do so and only downwards, if it is declared harmful"),
        (Costless, "costs nothing as it is shipped; give it a cost"),
        (Unmoved, "names no carriers; name one or two of them, or else a column"),
        (Everything, "name one or two of conduct, task enabling, trusting, play, disagreement"),
        (Tonal, "name one or two of conduct, task enabling, trusting, play, disagreement"),
        (Twofold, "or else a column, not both"),
        (Elsewhere, "use one of resources and demand, joining and leading, who meets whom"),
        (Growing, "length changes with the dose"),
        (int, "subclass one of them"),
    ],
)
def test_the_agreement_catches_what_breaks_it(kind, said):
    with pytest.raises(NotAPractice, match=said):
        check_practice(kind)


@pytest.fixture
def installed(monkeypatch):
    """Pretend that packages offer these objects under the entry-point group."""

    def offer(**objects):
        points = [EntryPoint(name, f"elsewhere:{name}", "spirals.interventions") for name in objects]
        monkeypatch.setattr(registry, "entry_points", lambda group: points)
        monkeypatch.setattr(EntryPoint, "load", lambda point: objects[point.name]())
        plugins.cache_clear()

    yield offer
    plugins.cache_clear()


def test_a_plug_in_is_found(installed):
    installed(walks=lambda: Walks)
    assert find("walks") is Walks
    assert describe("walks").title == "Walks"


class Stolen(Walks):
    """Takes a name that exists."""

    id: ClassVar[str] = "buddy"


class Storm(Shock):
    """Bad weather."""

    id: ClassVar[str] = "storm"

    def acts(self):
        return (Shift("demand", 0.1),)


def test_a_plug_in_may_be_a_shock(installed):
    installed(storm=lambda: Storm)
    assert find("storm", shocks_only=True) is Storm


class Alone(Walks):
    """Gives one act, where a tuple is wanted."""

    id: ClassVar[str] = "alone"

    def acts(self):
        return Shift("ask", 0.1)


class Misspelt(Walks):
    """Names a lever that does not exist."""

    id: ClassVar[str] = "misspelt"

    def acts(self):
        return (Shift("honor", 0.1),)


class Needy(Walks):
    """Has a setting without a default."""

    id: ClassVar[str] = "needy"
    pace: float


class Worded(Walks):
    """Gives words instead of acts."""

    id: ClassVar[str] = "worded"

    def acts(self):
        return ("walk",)


@pytest.mark.parametrize(
    ("thing", "said"),
    [
        (lambda: Alone, r"plug-in elsewhere:x: Alone\(\).acts\(\) fails \(TypeError.*return a tuple of acts"),
        (lambda: Misspelt, r"Misspelt\(\).acts\(\) fails \(ValidationError.*did you mean 'honour'"),
        (lambda: Needy, r"Needy\(\).acts\(\) fails \(ValidationError.*give every setting a default"),
        (lambda: Worded, r"Worded\(\).acts\(\) holds 'walk', which is no act; use the primitives"),
        (lambda: 1 / 0, r"plug-in elsewhere:x: cannot be loaded \(ZeroDivisionError"),
        (lambda: int, "plug-in elsewhere:x: is no Practice or Shock"),
        (lambda: Stolen, "plug-in elsewhere:x: the id 'buddy' is taken"),
    ],
)
def test_a_bad_plug_in_is_named(installed, thing, said):
    installed(x=thing)
    with pytest.raises(InputError, match=said) as told:
        find("something_else")
    assert "\n" not in str(told.value)


def test_shipped_practices_do_not_ask_for_plug_ins(installed):
    installed(x=lambda: 1 / 0)
    assert find("buddy").id == "buddy"
    assert find("custom") is Custom
