"""A short pulse questionnaire: its items in plain words of our own, each about one state of the model.

Answers are read from columns named by item (`spirals.structure.answers`); a state is the mean of its items.
"""

from __future__ import annotations

from typing import NamedTuple

SCALE = (1.0, 5.0)
ANCHORS = ("not at all true", "hardly true", "partly true", "mostly true", "completely true")
"""What the answers 1 to 5 mean, for every item alike; the last four weeks are asked about."""


class Question(NamedTuple):
    """One item.

    Attributes
    ----------
    item
        Name of its column.
    state
        What it is about, as the model names it.
    text
        What people are asked.
    turned
        Whether agreeing means less of the state.
    """

    item: str
    state: str
    text: str
    turned: bool = False


QUESTIONS = (
    Question("energy_a", "energy", "I start most working days with plenty of drive."),
    Question("energy_b", "energy", "By midday I have little left to give.", True),
    Question("strain_a", "strain", "Work keeps going round in my head when I am off."),
    Question("strain_b", "strain", "After a weekend I feel rested again.", True),
    Question("safety_a", "safety", "Here I can say that I got something wrong without paying for it."),
    Question("safety_b", "safety", "I keep doubts about our work to myself.", True),
    Question("worth_a", "worth", "People here let me notice that my contribution counts."),
    Question("worth_b", "worth", "Hardly anybody would miss what I do.", True),
    Question("meaning_a", "meaning", "What I do here matters to me beyond the pay."),
    Question("meaning_b", "meaning", "I often wonder what my work is good for.", True),
    Question("authenticity_a", "authenticity", "At work I can be much as I am elsewhere."),
    Question("commitment_a", "commitment", "If I were asked today I would choose this organisation again."),
    Question("commitment_b", "commitment", "I look at what other employers offer.", True),
    Question("belonging_a", "belonging", "Most talks I had with colleagues did me good."),
    Question("resilience_a", "resilience", "After a setback I soon find my feet again."),
    Question("knowledge_a", "knowledge", "I know what I need to know to do my work well."),
)
