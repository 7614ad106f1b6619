"""Known mistakes of ``Graph``."""

import numpy as np


class Overwrites:
    """Where a value is used more than once, the gradient of one use overwrites that of another.
    They add up."""

    def __init__(self):
        self.nodes = []

    def add(self, name, gate, inputs):
        self.nodes.append((name, gate, inputs))

    def forward(self, values):
        self.free = list(values)
        self.values = dict(values)
        for name, gate, inputs in self.nodes:
            self.values[name] = gate.forward(*[self.values[source] for source in inputs])
        return self.values[name]

    def backward(self):
        gradients = {name: np.zeros_like(value) for name, value in self.values.items()}
        last = self.nodes[-1][0]
        gradients[last] = np.ones_like(self.values[last])
        for name, gate, inputs in reversed(self.nodes):
            back = gate.backward(gradients[name])
            for source, gradient in zip(inputs, back if len(inputs) > 1 else [back], strict=True):
                gradients[source] = gradient
        return {name: gradients[name] for name in self.free}


class NotReversed:
    """The way back goes through the gates in the order of the way forward. A gate can only hand on
    what has reached it, so the last one comes first."""

    def __init__(self):
        self.nodes = []

    def add(self, name, gate, inputs):
        self.nodes.append((name, gate, inputs))

    def forward(self, values):
        self.free = list(values)
        self.values = dict(values)
        for name, gate, inputs in self.nodes:
            self.values[name] = gate.forward(*[self.values[source] for source in inputs])
        return self.values[name]

    def backward(self):
        gradients = {name: np.zeros_like(value) for name, value in self.values.items()}
        last = self.nodes[-1][0]
        gradients[last] = np.ones_like(self.values[last])
        for name, gate, inputs in self.nodes:
            back = gate.backward(gradients[name])
            for source, gradient in zip(inputs, back if len(inputs) > 1 else [back], strict=True):
                gradients[source] = gradients[source] + gradient
        return {name: gradients[name] for name in self.free}


class UnusedLeftOut:
    """A free name that nothing reads is missing in the result. Moving it changes nothing, so its
    gradient is zeros, of the shape of its value."""

    def __init__(self):
        self.nodes = []

    def add(self, name, gate, inputs):
        self.nodes.append((name, gate, inputs))

    def forward(self, values):
        self.free = list(values)
        self.values = dict(values)
        for name, gate, inputs in self.nodes:
            self.values[name] = gate.forward(*[self.values[source] for source in inputs])
        return self.values[name]

    def backward(self):
        last = self.nodes[-1][0]
        gradients = {last: np.ones_like(self.values[last])}
        for name, gate, inputs in reversed(self.nodes):
            if name in gradients:
                back = gate.backward(gradients[name])
                for source, gradient in zip(
                    inputs, back if len(inputs) > 1 else [back], strict=True
                ):
                    gradients[source] = gradients.get(source, 0) + gradient
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
        return [self.values[source] for source in inputs]

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
        for source, gradient in zip(inputs, back if len(inputs) > 1 else [back], strict=True):
            gradients[source] = gradients[source] + gradient

    def result(self, gradients):
        return {name: gradients[name] for name in self.free}


class AddsUp(_Graph):
    """Gradients of an earlier backward are still in there. Each backward starts from zeros."""

    def keep(self, values):
        super().keep(values)
        self.gradients = {name: np.zeros_like(value) for name, value in values.items()}

    def begin(self):
        return super().begin() | self.gradients

    def result(self, gradients):
        self.gradients = super().result(gradients)
        return self.gradients


class SeededWithOutput(_Graph):
    """The way back starts from the value of the last node. It starts from ones: if the output grows
    by a bit, the output grows by that bit."""

    def seed(self, out):
        return out


class SeededWithANumber(_Graph):
    """The way back starts from a single 1. It starts from an array of ones, of the shape of the
    last output."""

    def seed(self, out):
        return 1.0


class NumbersForArrays(SeededWithANumber):
    """Gradients begin as single numbers here, and some never become arrays. Each has the shape of
    its value, from the ones at the end to the zeros that are added to."""

    def begin(self):
        return dict.fromkeys(self.values, 0.0)


class AddsInPlace(_Graph):
    """A gradient is added in place to an array that is also another value's gradient, since a gate
    may hand the same array to two inputs. Make a new array for the sum."""

    def begin(self):
        return {}

    def hand_on(self, gradients, inputs, back):
        for source, gradient in zip(inputs, back if len(inputs) > 1 else [back], strict=True):
            if source in gradients:
                gradients[source] += gradient
            else:
                gradients[source] = gradient

    def backward(self):
        last = self.nodes[-1][0]
        gradients = {last: np.ones_like(self.values[last])}
        for name, gate, inputs in reversed(self.nodes):
            if name in gradients:
                self.hand_on(gradients, inputs, gate.backward(gradients[name]))
        zeros = super().begin()
        return {name: gradients.get(name, zeros[name]) for name in self.free}


class UnusedIsANumber(_Graph):
    """The gradient of a name that nothing reads is a single 0. It has the shape of its value, like
    every gradient."""

    def begin(self):
        return dict.fromkeys(self.values, 0.0)


class UnusedIsNone(_Graph):
    """A name that nothing reads has no gradient here. Moving it changes nothing, so its gradient is
    zeros, of the shape of its value."""

    def begin(self):
        return dict.fromkeys(self.values)

    def hand_on(self, gradients, inputs, back):
        for source, gradient in zip(inputs, back if len(inputs) > 1 else [back], strict=True):
            known = gradients[source]
            gradients[source] = gradient if known is None else known + gradient

    def backward(self):
        gradients = self.begin()
        last = self.nodes[-1][0]
        gradients[last] = self.seed(self.values[last])
        for name, gate, inputs in reversed(self.nodes):
            if gradients[name] is not None:
                self.hand_on(gradients, inputs, gate.backward(gradients[name]))
        return self.result(gradients)


class NodesToo(_Graph):
    """The gradients of the nodes come back, too. What is asked for is one for each free name."""

    def result(self, gradients):
        return gradients


class AsAList(_Graph):
    """The gradients come in a list. What is asked for is a dict, from each free name to its
    gradient."""

    def result(self, gradients):
        return [gradients[name] for name in self.free]


class OldNamesKept(_Graph):
    """A name of an earlier forward is still there. The result has the names of the last one."""

    def __init__(self):
        super().__init__()
        self.values = {}

    def keep(self, values):
        self.values = self.values | values
        nodes = {name for name, _, _ in self.nodes}
        self.free = [name for name in self.values if name not in nodes]


class FirstValuesKept(_Graph):
    """The values of the first forward are used for ever. Each forward brings its own."""

    def __init__(self):
        super().__init__()
        self.values = {}

    def keep(self, values):
        self.free = list(values)
        self.values = values | self.values


class DeadEndsUnknown(_Graph):
    """A node that nothing reads stops the way back, because nobody sends it a gradient. The output
    does not depend on it: its gradient is zeros."""

    def backward(self):
        last = self.nodes[-1][0]
        gradients = {last: np.ones_like(self.values[last])}
        gradients |= {name: np.zeros_like(self.values[name]) for name in self.free}
        for name, gate, inputs in reversed(self.nodes):
            back = gate.backward(gradients[name])
            for source, gradient in zip(inputs, back if len(inputs) > 1 else [back], strict=True):
                gradients[source] = gradients.get(source, 0) + gradient
        return self.result(gradients)


class AllValues(_Graph):
    """Forward returns the values of all nodes. What is asked for is the output of the last one."""

    def forward(self, values):
        super().forward(values)
        return self.values


class FirstNode(_Graph):
    """Forward returns the output of the first node. What is asked for is that of the last one."""

    def forward(self, values):
        super().forward(values)
        return self.values[self.nodes[0][0]]


class OneInputUnpacked(_Graph):
    """A gate with one input hands back its gradient itself, and here that is taken apart like a
    tuple: of an array, only the first row is used."""

    def hand_on(self, gradients, inputs, back):
        for source, gradient in zip(inputs, back, strict=False):
            gradients[source] = gradients[source] + gradient


class LostWithinAGate(_Graph):
    """When a gate reads the same value twice, one of its two gradients is lost. They add up as
    those of two gates do."""

    def hand_on(self, gradients, inputs, back):
        of_gate = dict(zip(inputs, back if len(inputs) > 1 else [back], strict=True))
        for source, gradient in of_gate.items():
            gradients[source] = gradients[source] + gradient


class OrderOfValues(_Graph):
    """A gate gets its inputs in the order in which the values are known. It gets them in the order
    of its own list of inputs."""

    def read(self, inputs):
        return [value for name, value in self.values.items() if name in inputs]


class AllToEachInput(_Graph):
    """Every input gets the first gradient of its gate. The second input gets the second one."""

    def hand_on(self, gradients, inputs, back):
        for source in inputs:
            gradients[source] = gradients[source] + (back[0] if len(inputs) > 1 else back)


class AllAddsUp(AddsUp):
    """Gradients of an earlier backward are still in there, those of the nodes, too. Each backward
    starts from zeros."""

    def begin(self):
        return _Graph.begin(self) | self.gradients

    def result(self, gradients):
        self.gradients = dict(gradients)
        return super(AddsUp, self).result(gradients)
