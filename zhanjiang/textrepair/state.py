"""A hypothesis: one text that fits the tokens of a broken span so far, as a plain tuple.

A page makes tens of thousands of states, so a state is no class; read it by the names below, as in `state[PENDING]`.
Scores are natural logarithms of probabilities.

SCORE       the score of the text
PENDING     the lead byte that waits for its trail byte, or NOTHING
LAST        the last byte of the stream
TAIL        the last three characters, folded: all that the next one's score depends on
TEXT        the text since the start of the span
OTHERS      the texts of the states merged into this one, each as (score relative to this one's, length of this one's
            text at the merge, text until then)
BONUS       the look-ahead bonus: what the last character, where it is guessed, will gain before the next character
            shown
"""

from typing import Final

Other = tuple[float, int, str]
State = tuple[float, int, int, str, str, tuple[Other, ...], float]

SCORE: Final = 0
PENDING: Final = 1
LAST: Final = 2
TAIL: Final = 3
TEXT: Final = 4
OTHERS: Final = 5
BONUS: Final = 6

NOTHING: Final = -1
"""No lead byte waits: the stream stands between two characters."""

_MOST_OTHERS: Final = 24
"""How many texts a merged state carries. Raised from 12, by hand, together with the number of texts that are ranked."""

BEGUN: Final = 3.0
"""Least logarithmic cost of a character whose lead byte waits; states are compared as if it were paid. Was 8."""


def merged(alike: list[State]) -> State:
    """The first of the states, with the texts of the others beside its own."""
    best = alike[0]
    length = len(best[TEXT])
    texts = {text: (score, text) for text, score in hypotheses_of(best)}
    for state in alike[1:]:
        for text, score in hypotheses_of(state):
            texts.setdefault(text, (score, text))
    del texts[best[TEXT]]
    others = sorted(((score - best[SCORE], length, text) for score, text in texts.values()), reverse=True)
    return (*best[:OTHERS], tuple(others[:_MOST_OTHERS]), best[BONUS])


def hypotheses_of(state: State) -> list[tuple[str, float]]:
    """All texts that a state stands for, each with its score; its own first."""
    text, score = state[TEXT], state[SCORE]
    return [(text, score), *((other + text[length:], score + less) for less, length, other in state[OTHERS])]


def charged(state: State, cost: float) -> State:
    """The state with a cost added to its score."""
    return (state[SCORE] + cost, *state[PENDING:])
