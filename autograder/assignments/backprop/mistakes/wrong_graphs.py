"""Wrong implementations of ``Graph``; what is wrong with them is said in ``graph.py``."""

from typing import Any, ClassVar

import numpy as np


class Overwrites:
    def __init__(self):
        self.nodes = []

    def add(self, name, gate, inputs):
        self.nodes.append((name, gate, inputs))

    def forward(self, values):
        self.free = list(values)
        self.values = dict(values)
        for name, gate, inputs in self.nodes:
            self.values[name] = gate.forward(*[self.values[one] for one in inputs])
        return self.values[name]

    def backward(self):
        gradients = {name: np.zeros_like(value) for name, value in self.values.items()}
        last = self.nodes[-1][0]
        gradients[last] = np.ones_like(self.values[last])
        for name, gate, inputs in reversed(self.nodes):
            back = gate.backward(gradients[name])
            for one, gradient in zip(inputs, back if len(inputs) > 1 else [back], strict=True):
                gradients[one] = gradient
        return {name: gradients[name] for name in self.free}


class NotReversed:
    def __init__(self):
        self.nodes = []

    def add(self, name, gate, inputs):
        self.nodes.append((name, gate, inputs))

    def forward(self, values):
        self.free = list(values)
        self.values = dict(values)
        for name, gate, inputs in self.nodes:
            self.values[name] = gate.forward(*[self.values[one] for one in inputs])
        return self.values[name]

    def backward(self):
        gradients = {name: np.zeros_like(value) for name, value in self.values.items()}
        last = self.nodes[-1][0]
        gradients[last] = np.ones_like(self.values[last])
        for name, gate, inputs in self.nodes:
            back = gate.backward(gradients[name])
            for one, gradient in zip(inputs, back if len(inputs) > 1 else [back], strict=True):
                gradients[one] = gradients[one] + gradient
        return {name: gradients[name] for name in self.free}


class UnusedLeftOut:
    def __init__(self):
        self.nodes = []

    def add(self, name, gate, inputs):
        self.nodes.append((name, gate, inputs))

    def forward(self, values):
        self.free = list(values)
        self.values = dict(values)
        for name, gate, inputs in self.nodes:
            self.values[name] = gate.forward(*[self.values[one] for one in inputs])
        return self.values[name]

    def backward(self):
        last = self.nodes[-1][0]
        gradients = {last: np.ones_like(self.values[last])}
        for name, gate, inputs in reversed(self.nodes):
            if name in gradients:
                back = gate.backward(gradients[name])
                for one, gradient in zip(inputs, back if len(inputs) > 1 else [back], strict=True):
                    gradients[one] = gradients.get(one, 0) + gradient
        return {name: gradients[name] for name in self.free if name in gradients}


class _Graph:
    """A right graph in small pieces, for mistakes that change one of them."""

    def __init__(self):
        self.nodes = []

    def add(self, name, gate, inputs):
        self.nodes.append((name, gate, inputs))

    def forward(self, values):
        self.keep(values)
        for name, gate, inputs in self.nodes:
            self.values[name] = gate.forward(*self.read(inputs))
        return self.values[name]

    def keep(self, values):
        self.free = list(values)
        self.values = dict(values)

    def read(self, inputs):
        return [self.values[one] for one in inputs]

    def seed(self, out):
        return np.ones_like(out)

    def begin(self):
        return {name: np.zeros_like(value) for name, value in self.values.items()}

    def backward(self):
        gradients = self.begin()
        last = self.nodes[-1][0]
        gradients[last] = self.seed(self.values[last])
        for name, gate, inputs in reversed(self.nodes):
            self.hand_on(gradients, inputs, gate.backward(gradients[name]))
        return self.result(gradients)

    def hand_on(self, gradients, inputs, back):
        for one, gradient in zip(inputs, back if len(inputs) > 1 else [back], strict=True):
            gradients[one] = gradients[one] + gradient

    def result(self, gradients):
        return {name: gradients[name] for name in self.free}


class OneForAll(_Graph):
    all_nodes: ClassVar[list[Any]] = []

    def __init__(self):
        self.nodes = self.all_nodes


class AddsUpFromCallToCall(_Graph):
    def keep(self, values):
        super().keep(values)
        self.gradients = {name: np.zeros_like(value) for name, value in values.items()}

    def begin(self):
        return super().begin() | self.gradients

    def result(self, gradients):
        self.gradients = super().result(gradients)
        return self.gradients


class SeededWithOutput(_Graph):
    def seed(self, out):
        return out


class SeededWithANumber(_Graph):
    def seed(self, out):
        return 1.0


class NumbersForArrays(SeededWithANumber):
    def begin(self):
        return dict.fromkeys(self.values, 0.0)


class AddsInPlace(_Graph):
    def begin(self):
        return {}

    def hand_on(self, gradients, inputs, back):
        for one, gradient in zip(inputs, back if len(inputs) > 1 else [back], strict=True):
            if one in gradients:
                gradients[one] += gradient
            else:
                gradients[one] = gradient

    def backward(self):
        last = self.nodes[-1][0]
        gradients = {last: np.ones_like(self.values[last])}
        for name, gate, inputs in reversed(self.nodes):
            if name in gradients:
                self.hand_on(gradients, inputs, gate.backward(gradients[name]))
        zeros = super().begin()
        return {name: gradients.get(name, zeros[name]) for name in self.free}


class UnusedIsANumber(_Graph):
    def begin(self):
        return dict.fromkeys(self.values, 0.0)


class UnusedIsNone(_Graph):
    def begin(self):
        return dict.fromkeys(self.values)

    def hand_on(self, gradients, inputs, back):
        for one, gradient in zip(inputs, back if len(inputs) > 1 else [back], strict=True):
            known = gradients[one]
            gradients[one] = gradient if known is None else known + gradient

    def backward(self):
        gradients = self.begin()
        last = self.nodes[-1][0]
        gradients[last] = self.seed(self.values[last])
        for name, gate, inputs in reversed(self.nodes):
            if gradients[name] is not None:
                self.hand_on(gradients, inputs, gate.backward(gradients[name]))
        return self.result(gradients)


class NodesToo(_Graph):
    def result(self, gradients):
        return gradients


class AsAList(_Graph):
    def result(self, gradients):
        return [gradients[name] for name in self.free]


class OldNamesKept(_Graph):
    def __init__(self):
        super().__init__()
        self.values = {}

    def keep(self, values):
        self.values = self.values | values
        nodes = {name for name, _, _ in self.nodes}
        self.free = [name for name in self.values if name not in nodes]


class FirstValuesKept(_Graph):
    def __init__(self):
        super().__init__()
        self.values = {}

    def keep(self, values):
        self.free = list(values)
        self.values = values | self.values


class DeadEndsUnknown(_Graph):
    def backward(self):
        last = self.nodes[-1][0]
        gradients = {last: np.ones_like(self.values[last])}
        gradients |= {name: np.zeros_like(self.values[name]) for name in self.free}
        for name, gate, inputs in reversed(self.nodes):
            back = gate.backward(gradients[name])
            for one, gradient in zip(inputs, back if len(inputs) > 1 else [back], strict=True):
                gradients[one] = gradients.get(one, 0) + gradient
        return self.result(gradients)


class AllValues(_Graph):
    def forward(self, values):
        super().forward(values)
        return self.values


class FirstNode(_Graph):
    def forward(self, values):
        super().forward(values)
        return self.values[self.nodes[0][0]]


class OneInputUnpacked(_Graph):
    def hand_on(self, gradients, inputs, back):
        for one, gradient in zip(inputs, back, strict=False):
            gradients[one] = gradients[one] + gradient


class LostWithinAGate(_Graph):
    def hand_on(self, gradients, inputs, back):
        of_gate = dict(zip(inputs, back if len(inputs) > 1 else [back], strict=True))
        for one, gradient in of_gate.items():
            gradients[one] = gradients[one] + gradient


class OrderOfValues(_Graph):
    def read(self, inputs):
        return [value for name, value in self.values.items() if name in inputs]


class AllToEachInput(_Graph):
    def hand_on(self, gradients, inputs, back):
        for one in inputs:
            gradients[one] = gradients[one] + (back[0] if len(inputs) > 1 else back)
