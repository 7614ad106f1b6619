"""Small colour pictures of the size of CIFAR-10's, from photographs that come with packages.

Eight photographs are the classes. The pieces to train on come from their left halves and those
to test on from their right halves. From scikit-image: astronaut and hubble (NASA), rocket
(SpaceX), all public domain; chelsea, the cat (Stefan van der Walt), coffee (Rachel Michetti),
retina (Mikael Häggström), all CC0. From scikit-learn: china (danielbuechele) and flower
(vultilion), CC BY 2.0.
"""

import numpy as np
from cifar10 import Cifar10
from skimage import data
from sklearn.datasets import load_sample_image

SIDE = 32


def photographs():
    """Load the eight photographs by name, each (height, width, 3) uint8."""
    found = {
        "astronaut": data.astronaut(),
        "cat": data.chelsea(),
        "coffee": data.coffee(),
        "rocket": data.rocket(),
        "retina": data.retina()[::2, ::2],
        "hubble": data.hubble_deep_field(),
    }
    return found | {name: load_sample_image(f"{name}.jpg") for name in ("china", "flower")}


def cut(photograph, begin, end, count, rng):
    """Cut ``count`` pieces, (count, 32, 32, 3), at random places between two columns."""
    rows = rng.integers(0, photograph.shape[0] - SIDE + 1, count)
    columns = rng.integers(begin, end - SIDE + 1, count)
    places = zip(rows, columns, strict=True)
    return np.array([photograph[r : r + SIDE, c : c + SIDE] for r, c in places])


def load_pieces(train=200, test=50):
    """Return the pieces as ``load_cifar10`` returns CIFAR-10, ``train`` and ``test`` per class."""
    rng, halves = np.random.default_rng(0), ([], [])
    names = tuple(photographs())
    for photograph in photographs().values():
        middle = photograph.shape[1] // 2
        halves[0].append(cut(photograph, 0, middle, train, rng))
        halves[1].append(cut(photograph, middle, photograph.shape[1], test, rng))
    labels = [np.repeat(np.arange(len(names)), count) for count in (train, test)]
    images = [np.concatenate(half) for half in halves]
    return Cifar10(images[0], labels[0], images[1], labels[1], names)
