"""The reference workload that DECLARATION.md describes, in idiomatic Mesa and in plain numpy."""

from __future__ import annotations

import math

import mesa
import networkx as nx
import numpy as np

FACTORS = (1.0, 0.8, 1.2, 0.6)


class Person(mesa.Agent):
    """Somebody with energy, resilience and a list of (neighbour, tie)."""

    def __init__(self, model: ReferenceModel, energy: float, resilience: float) -> None:
        super().__init__(model)
        self.e, self.r = energy, resilience
        self.ties: list[tuple[Person, list[float]]] = []
        self.pathways = [model.random.random() for _ in range(4)]

    def interact(self) -> None:
        """Start one encounter."""
        random = self.model.random
        other, tie = random.choices(self.ties, [tie[0] + 0.05 for _, tie in self.ties])[0]
        factor = FACTORS[random.choices(range(4), self.pathways)[0]]
        chance = 1.0 / (1.0 + math.exp(0.4 - 1.2 * self.e - 1.6 * tie[0] + 0.8 * (1.0 - other.e)))
        if random.random() < chance:
            tie[0] += 0.05 * (1.0 - tie[0])
            for person in (self, other):
                person.e += 0.03 * (1.0 - person.e) * factor
        else:
            tie[0] -= 0.1 * tie[0]
            for person in (self, other):
                person.e -= 0.04 * person.e * (1.0 - person.r)

    def relax(self) -> None:
        """Let energy relax."""
        self.e += 0.02 * (0.5 - self.e)


class ReferenceModel(mesa.Model):
    """The workload as a Mesa user would write it."""

    def __init__(self, size: int = 200, rng: int | None = None) -> None:
        super().__init__(rng=rng)
        Person.create_agents(
            self, size, self.rng.uniform(0.3, 0.7, size).tolist(), self.rng.uniform(0.2, 0.8, size).tolist()
        )
        people = list(self.agents)
        self.all_ties: list[list[float]] = []
        for i, j in nx.watts_strogatz_graph(size, 10, 0.1, seed=self.random).edges:
            tie = [float(self.random.uniform(0.2, 0.5))]
            self.all_ties.append(tie)
            people[i].ties.append((people[j], tie))
            people[j].ties.append((people[i], tie))
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "e": lambda model: model.agents.agg("e", np.mean),
                "q": lambda model: sum(tie[0] for tie in model.all_ties) / len(model.all_ties),
            }
        )

    def step(self) -> None:
        """Run one step."""
        self.agents.shuffle_do("interact")
        for tie in self.all_ties:
            tie[0] *= 0.995
        self.agents.do("relax")
        self.datacollector.collect(self)


class NumpyModel:
    """The workload with everybody at once, in plain numpy."""

    def __init__(self, size: int, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        graph = nx.watts_strogatz_graph(size, 10, 0.1, seed=seed)
        ends = np.array(graph.edges)
        width = max(dict(graph.degree).values())
        self.tie = np.full((size, width), -1)
        self.other = np.zeros((size, width), int)
        fill = np.zeros(size, int)
        for number, (i, j) in enumerate(ends):
            for a, b in ((i, j), (j, i)):
                self.tie[a, fill[a]], self.other[a, fill[a]] = number, b
                fill[a] += 1
        self.q = self.rng.uniform(0.2, 0.5, len(ends))
        self.e = self.rng.uniform(0.3, 0.7, size)
        self.r = self.rng.uniform(0.2, 0.8, size)
        self.pathways = np.cumsum(self.rng.random((size, 4)), axis=1)
        self.series: list[tuple[float, float]] = []

    def step(self) -> None:
        """Run one step."""
        size = len(self.e)
        weights = np.cumsum(np.where(self.tie >= 0, self.q[self.tie] + 0.05, 0.0), axis=1)
        mark = self.rng.random(size) * weights[:, -1]
        pick = (weights < mark[:, None]).sum(axis=1)
        rows = np.arange(size)
        tie, other = self.tie[rows, pick], self.other[rows, pick]
        path = (self.pathways < (self.rng.random(size) * self.pathways[:, -1])[:, None]).sum(axis=1)
        factor = np.array(FACTORS)[path]
        logit = -0.4 + 1.2 * self.e + 1.6 * self.q[tie] - 0.8 * (1.0 - self.e[other])
        good = self.rng.random(size) < 1.0 / (1.0 + np.exp(-logit))
        np.add.at(self.q, tie, np.where(good, 0.05 * (1.0 - self.q[tie]), -0.1 * self.q[tie]))
        up, down = np.where(good, 0.03 * factor, 0.0), np.where(good, 0.0, 0.04)
        for person in (rows, other):
            np.add.at(self.e, person, up * (1.0 - self.e[person]) - down * self.e[person] * (1.0 - self.r[person]))
        self.q = np.clip(self.q, 0.0, 1.0) * 0.995
        self.e = np.clip(self.e, 0.0, 1.0)
        self.e += 0.02 * (0.5 - self.e)
        self.series.append((float(self.e.mean()), float(self.q.mean())))
