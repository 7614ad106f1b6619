"""Mistakes of nets, the same ones for two layers and for any number."""

from autograder.assignments.networks.mistakes import (
    _nets_backward,
    _nets_forward,
    _nets_loss,
    _nets_parameters,
)
from autograder.judge.mistake import mistakes_of

EITHER = tuple(
    known
    for topic in (_nets_parameters, _nets_forward, _nets_loss, _nets_backward)
    for known in mistakes_of(topic)
)
