"""How alike a complaint and a theme are: by what the words mean, and by what they were understood to be about.

A complaint is two unit vectors: the embedding of its text, and its profile, the square roots of the probabilities of
each cause and each module. The product of two such roots is the Bhattacharyya coefficient (1943), which is 1 for equal
distributions. So a complaint whose labels are uncertain can still join a theme whose labels it nearly got, and one that
shares neither cause nor module must mean very nearly the same. A theme is the mean of its complaints.

The weights and the threshold were chosen on tests/eval/themes_messages.jsonl, where BCubed F1 changes by at most 0.02
for thresholds 0.05 lower or 0.03 higher and for weights between 0.2 and 0.4, and where both halves of its themes alone
give the same choice. Among equals, the choice is the one with more precision: two themes are merged with one press,
while a false "colleagues told me the same" is believed.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.listening.classify import Understanding
from bot.listening.labels import Cause, Module

Vector = NDArray[np.float32]

#: What full agreement on the cause, and on the module, adds to the cosine of the meanings.
SAME_CAUSE, SAME_MODULE = 0.3, 0.3
#: From this likeness on (at most 1.6) a complaint joins a theme.
JOIN = 0.93

_CAUSES, _MODULES = list(Cause), list(Module)


def pack(vector: Vector) -> bytes:
    """A vector as it is stored: float32, little-endian."""
    return vector.astype("<f4").tobytes()


def unpack(data: bytes) -> Vector:
    """A stored vector."""
    return np.frombuffer(data, dtype="<f4").astype(np.float32)


def profile_of(understanding: Understanding) -> bytes:
    """The profile of a message as it was understood, packed."""
    causes, modules = dict(understanding.causes), dict(understanding.modules)
    return pack(_profile([causes.get(c, 0.0) for c in _CAUSES], [modules.get(m, 0.0) for m in _MODULES]))


def profile_told(cause: Cause, module: Module) -> bytes:
    """The profile of a message whose labels somebody said themselves, packed."""
    return pack(_profile([float(c == cause) for c in _CAUSES], [float(m == module) for m in _MODULES]))


def _profile(causes: Sequence[float], modules: Sequence[float]) -> Vector:
    parts = [np.sqrt(np.clip(np.asarray(part, dtype=np.float32), 0.0, 1.0)) for part in (causes, modules)]
    return np.concatenate([_unit(part) for part in parts])


def labels_of(profile: Vector, cause: Cause, module: Module) -> tuple[Cause, Module]:
    """The likeliest cause and module of a profile; the given ones where nothing is likelier."""
    causes, modules = profile[: len(_CAUSES)], profile[len(_CAUSES) :]
    best_cause, best_module = _CAUSES[int(causes.argmax())], _MODULES[int(modules.argmax())]
    return (
        best_cause if causes.max() > causes[_CAUSES.index(cause)] + 1e-4 else cause,
        best_module if modules.max() > modules[_MODULES.index(module)] + 1e-4 else module,
    )


def coordinates(meaning: Vector | None, profile: Vector) -> Vector:
    """One vector from both. The dot product of a complaint's with a theme's `weighted` one is their likeness."""
    causes, modules = profile[: len(_CAUSES)], profile[len(_CAUSES) :]
    known = _unit(meaning) if meaning is not None else np.zeros(0, dtype=np.float32)
    return np.concatenate([_unit(causes), _unit(modules), known])


def weighted(coordinates: Vector) -> Vector:
    """A theme's coordinates with the weights in them."""
    return np.asarray(coordinates * _weights(len(coordinates)), dtype=np.float32)


def all_weighted(meanings: Vector, profiles: Vector) -> Vector:
    """The same for many themes at once, a row a theme."""
    parts = (profiles[:, : len(_CAUSES)], profiles[:, len(_CAUSES) :], meanings)
    units = [part / np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-9) for part in parts]
    found = np.concatenate(units, axis=1)
    return np.asarray(found * _weights(found.shape[1]), dtype=np.float32)


def _weights(width: int) -> Vector:
    weights = np.ones(width, dtype=np.float32)
    weights[: len(_CAUSES)] = SAME_CAUSE
    weights[len(_CAUSES) : len(_CAUSES) + len(_MODULES)] = SAME_MODULE
    return weights


def likely_modules(profile: Vector, most: int = 4) -> list[Module]:
    """The modules a complaint may be about, likeliest first; those without any probability are left out."""
    chances = profile[len(_CAUSES) :]
    return [_MODULES[i] for i in np.argsort(-chances, kind="stable")[:most] if chances[i] > 0]


def _unit(vector: Vector) -> Vector:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)
