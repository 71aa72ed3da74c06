"""One text that fits the tokens of a broken place so far, and what is done to it as a whole.

A state is a plain tuple, since tens of thousands are made for a page:
(score, score without its last character, without its last two, without its last three, waiting lead byte or NOTHING,
last byte, last three characters folded, text, others, hope).
States that agree in all that what follows can tell apart are one: the best of them, and the `others` each as (score
behind the best, length of the best's text when they met, text until then). The hope is what the last character, where
it is guessed, will bring as a word with the one that is shown behind it.
"""

from typing import Final

Other = tuple[float, int, str]
State = tuple[float, float, float, float, int, int, str, str, tuple[Other, ...], float]

NOTHING: Final = -1
"""No lead byte waits: the stream stands between two characters."""

_OTHERS: Final = 24
BEGUN: Final = 3.0
"""What a character that has begun costs at the least; states are compared with it paid."""


def merged(alike: list[State]) -> State:
    """The first of the states, with the texts of the others beside its own."""
    best = alike[0]
    length = len(best[7])
    found = {text: (behind, text) for text, behind in readings_of(best)}
    for state in alike[1:]:
        for text, score in readings_of(state):
            found.setdefault(text, (score, text))
    del found[best[7]]
    others = sorted(((score - best[0], length, text) for score, text in found.values()), reverse=True)
    return (*best[:8], tuple(others[:_OTHERS]), best[9])


def readings_of(state: State) -> list[tuple[str, float]]:
    """All texts that a state stands for, each with its score; its own first."""
    text, score = state[7], state[0]
    return [(text, score), *((other + text[length:], score + behind) for behind, length, other in state[8])]


def charged(state: State, cost: float) -> State:
    """The state with a cost added to all its scores."""
    first, second, third, fourth = state[:4]
    return (first + cost, second + cost, third + cost, fourth + cost, *state[4:])
