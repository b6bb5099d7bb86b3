"""What each target's estimator finds in simulated organisations: from samples to named numbers."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.targets import networks, panels
from spirals.analysis.targets.sample import RELIABILITY, SIDES, Sample, slot_events

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Values = dict[str, float]

FRIENDS, ADVICE = 0.12, 0.18  # densities of the law firm's friendship (.114) and advice (.177)
NAMING = 1.0  # SD of people's own thresholds for naming, in SDs of the answer; see out-degrees among OTHER_WAYS
PATHWAY_TIES = 0.17  # share of dyads taken as ties of a pathway (.12-.22)
_EXTREME = 0.9  # quantile of strength from which an event counts as extreme (ratings of 3 of 3)


def affect(sample: Sample) -> Values:
    """C1 to C4: inertia of mood within the day and between days, its variance and its spread over people."""
    d = sample.diary
    mood, person, day, slot = (d[name].to_numpy() for name in ("mood", "person", "day", "slot"))
    who, between_days, moment = panels.variance_split(mood, person, day)
    return {
        "C1": panels.inertia(mood, person, day, slot),
        "C2": panels.day_carry(mood, person, day),
        "C3 person": who,
        "C3 day": between_days,
        "C3 moment": moment,
        "C4": panels.inertia_spread(mood, person, day, slot),
    }


def events(sample: Sample) -> Values:
    """C5, C6, C13 and C22: how often good and bad, what they do to mood, asking, and where feeling varies."""
    received = np.concatenate([sample.column(f"tone_{side}") for side, _ in SIDES])
    d = slot_events(sample)
    d = d[sample.rng.random(len(d)) < 0.8]
    mood, person, rating = d["mood"].to_numpy(), d["person"].to_numpy(), d["rating"].to_numpy()
    top = float(np.quantile(np.abs(rating[rating != 0.0]), _EXTREME))
    helped, asked = (
        np.concatenate([sample.column(f"{name}_{side}") for side, _ in SIDES]) for name in ("helped", "asked")
    )
    felt = np.concatenate([sample.column(f"felt_{side}") for side, _ in SIDES])
    whose = np.concatenate([sample.column(side) for side, _ in SIDES])
    drawn = sample.rng.random(len(felt)) < 0.25  # a diary asks about some encounters
    return {
        "C5": float((received == "life_giving").sum() / max(1, (received == "depleting").sum())),
        "C6 dummies": panels.dummy_ratio(mood, person, rating),
        "C6 extremes": panels.extremes_ratio(mood, person, rating, top),
        "C13": float(asked[helped].mean()),
        "C22": panels.within_share(felt[drawn], whose[drawn]),
    }


def partners(sample: Sample) -> Values:
    """C12: how the days of close colleagues go together."""
    rows = np.flatnonzero(sample.stayed)
    d = sample.every
    table = d.pivot_table(index="person", columns="day", values="mood", aggfunc="mean")
    means = table.loc[rows].to_numpy()
    volume = sample.volume(sample.column("minutes"))[np.ix_(rows, rows)]
    partner = np.where(volume.max(axis=1) > 0.0, volume.argmax(axis=1), -1)
    same, lagged = panels.linkage(means, partner)
    return {"C12 same day": same, "C12 next day": lagged}


def fast_loop(sample: Sample) -> Values:
    """C20 and C21: contact and energy within the day, effortful help, the daily rhythm."""
    d = slot_events(sample)
    person, day, slot = (d[name].to_numpy() for name in ("person", "day", "slot"))
    energy, contact, hard = (d[name].to_numpy() for name in ("energy", "contact", "hard_help"))
    lagged, back = panels.contact_later(energy, contact, person, day, slot)
    curve = panels.rhythm(energy, person, slot)
    return {
        "C20 same": panels.contact_now(energy, contact, person, slot),
        "C20 lagged": lagged,
        "C20 back": back,
        "C20 contact": float(contact.mean()),
        "C20 hard help": panels.contact_later(energy, hard, person, day, slot)[0],
        "C21 range": float(curve[0] - curve[-1]),
        "C21 falling": float(np.corrcoef(np.arange(len(curve)), curve)[0, 1]),
    }


def said_of_each_other(sample: Sample) -> tuple[Floats, Floats]:
    """Return what people say in a survey: whom they like, and whose advice they seek.

    Friends are those whom one regards most; advice is sought from those who know most and are trusted, which count
    alike.  Answers carry the noise of one answer and how freely a person names others.
    """
    organisation = sample.organisation
    population = organisation.population
    a, b = population.tie("a"), population.tie("b")
    ends = (np.concatenate([a, b]), np.concatenate([b, a]))
    regard, trust = (
        np.concatenate([population.tie(f"{name}_{side}") for side in "ab"]) for name in ("regard", "trust")
    )
    known = organisation.people["knowledge"].to_numpy()[ends[1]]
    advice = standard(known) + standard(trust)
    return answered(standard(regard), ends, sample), answered(advice, ends, sample)


def standard(values: Floats) -> Floats:
    """Return values with mean 0 and SD 1."""
    return np.asarray((values - values.mean()) / values.std())


def answered(latent: Floats, ends: tuple[Whole, Whole], sample: Sample) -> Floats:
    """Return answers > 0 as a matrix: the latent values, noise of one answer, and the own threshold for naming."""
    spread = float(latent.std())
    answers = networks.noisy(latent, RELIABILITY, sample.rng)
    own = NAMING * spread * sample.rng.standard_normal(sample.people)
    made = np.zeros((sample.people, sample.people))
    made[ends] = np.exp(answers + own[ends[0]])
    return made


def surveyed(sample: Sample) -> Values:
    """C7, C8, C10 and C11: networks as people would name them, overlap of the pathways, and other ways to measure."""
    close, advice = said_of_each_other(sample)
    active = np.flatnonzero(sample.organisation.population.active)
    here = np.ix_(active, active)
    friends = networks.top_ties(close[here], FRIENDS)
    denser = networks.top_ties(close[here], 0.15)
    named = friends.sum(axis=1)
    tie = sample.organisation.population.tie
    familiar = tie("familiarity") > 0.1
    return {
        "C7 regard": networks.reciprocity(friends),
        "C7 advice": networks.reciprocity(networks.top_ties(advice[here], ADVICE)),
        "C7 latent": networks.correlation(tie("regard_a")[familiar], tie("regard_b")[familiar]),
        "C8": networks.closure(friends),
        "C10": networks.homophily(friends, sample.unit("department")[active]),
        "C7 regard at density .15": networks.reciprocity(denser),
        "C7 advice at density .12": networks.reciprocity(networks.top_ties(advice[here], 0.12)),
        "C7 regard x familiarity": networks.reciprocity(networks.top_ties(_known_and_liked(sample)[here], FRIENDS)),
        "C7 out-degree CV": float(named.std() / named.mean()),
        "C10 teams": networks.homophily(friends, sample.unit("team")[active]),
        "C19 assortativity of friendships": networks.assortativity(friends),
        **_pathways(sample),
    }


def _known_and_liked(sample: Sample) -> Floats:
    """Return answers where familiarity counts as much as regard: the other reading of friendship."""
    tie = sample.organisation.population.tie
    ends = (np.concatenate([tie("a"), tie("b")]), np.concatenate([tie("b"), tie("a")]))
    regard = np.concatenate([tie("regard_a"), tie("regard_b")])
    familiarity = np.log(np.tile(tie("familiarity"), 2) + 1e-3)
    return answered(standard(regard) + standard(familiarity), ends, sample)


def _pathways(sample: Sample) -> Values:
    """C11: correlation and Jaccard of the top dyads of three relations, mean over the pairs of relations.

    Advice is help received, friendship disclosing and play, co-work time in contact.
    """
    rows = np.flatnonzero(sample.stayed)
    nets = []
    for weight in (sample.acts("helped"), sample.acts("disclosed", "shared_play"), sample.column("minutes")):
        volume = sample.volume(weight)[np.ix_(rows, rows)]
        answers = networks.noisy(np.log1p(networks.pairs_of(volume)), RELIABILITY, sample.rng)
        nets.append(answers >= np.quantile(answers, 1.0 - PATHWAY_TIES))
    couples = list(combinations(nets, 2))
    return {
        "C11 phi": float(np.mean([networks.phi(*two) for two in couples])),
        "C11 Jaccard": float(np.mean([networks.jaccard(*two) for two in couples])),
    }


def concentration(sample: Sample) -> Values:
    """C9: how two weeks of encounters concentrate on few pairs and people."""
    rows = np.flatnonzero(sample.stayed)
    volume = sample.volume(sample.column("day") < 10)[np.ix_(rows, rows)]
    return {"C9 Gini": networks.gini(networks.pairs_of(volume)), "C9 CV": networks.strength_cv(volume)}


def contacts(sample: Sample) -> Values:
    """C17 to C19 as sensors see them: minutes, inside units, recurrence, embeddedness; units are departments.

    Sensors were worn by people who came to the place of work, so people who work away are not among them.
    """
    worn = np.flatnonzero(~sample.remote)
    minutes = sample.daily_minutes(10)[np.ix_(range(10), worn, worn)]
    unit = sample.unit("department")[worn]
    everybody = sample.daily_minutes(10) > 0.0
    active = (minutes.sum(axis=2) > 0.0).sum()
    total = minutes.sum(axis=0)
    same = unit[:, None] == unit[None, :]
    met = networks.pairs_of(total) > 0.0
    inside = networks.pairs_of(same)
    again, thirds = networks.recurrence(minutes)
    return {
        "C17 minutes": float(minutes.sum() / active),
        "C17 pairs": float(inside[met].mean()),
        "C17 time": float(networks.pairs_of(total)[inside].sum() / networks.pairs_of(total).sum()),
        "C18 again": again,
        "C18 rising": thirds[2] - thirds[0],
        "C19 embedded": networks.embedded_strength(total),
        "C19 closure": networks.closure_of_first_contacts(minutes > 0.0),
        "C19 closure with people away": networks.closure_of_first_contacts(everybody),
        "C19 assortativity": networks.assortativity(total > 0.0),
    }


def backbone(sample: Sample) -> Values:
    """C18: Jaccard of pairs in contact between weeks, one and twelve weeks apart."""
    weeks = sample.days // 5
    met = [networks.pairs_of(sample.volume(sample.column("day") // 5 == week)) > 0.0 for week in range(weeks)]

    def apart(lag: int) -> float:
        return float(np.mean([networks.jaccard(met[w], met[w + lag]) for w in range(weeks - lag)]))

    return {"C18 one week": apart(1), "C18 decline": apart(1) - apart(min(12, weeks - 1))}
