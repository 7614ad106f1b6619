"""Making a wrong gate out of what it computes, and ways of keeping inputs wrongly."""


def gate(forward, backward):
    """A gate that keeps its inputs.

    Arguments:
        forward: called with the inputs.
        backward: called with the upstream gradient and the inputs.
    """

    class Gate:
        def forward(self, *inputs):
            self.inputs = inputs
            return forward(*inputs)

        def backward(self, dout):
            return backward(dout, *self.inputs)

    return Gate


def constant_gate(forward, backward):
    """A gate that is made with a constant, which both functions get first."""

    class Gate:
        def __init__(self, c):
            self.c = c

        def forward(self, x):
            self.x = x
            return forward(self.c, x)

        def backward(self, dout):
            return backward(self.c, dout, self.x)

    return Gate


def keeps_for_all(forward, backward):
    """A gate whose inputs are kept by the class, where the next gate overwrites them."""

    class Gate:
        inputs = ()

        def forward(self, *inputs):
            Gate.inputs = inputs
            return forward(*inputs)

        def backward(self, dout):
            return backward(dout, *Gate.inputs)

    return Gate


def keeps_the_first(forward, backward):
    """A gate that keeps its first inputs for ever."""

    class Gate:
        inputs = ()

        def forward(self, *inputs):
            self.inputs = self.inputs or inputs
            return forward(*inputs)

        def backward(self, dout):
            return backward(dout, *self.inputs)

    return Gate


def adds_up(make):
    """A gate like those that `make` makes, whose gradients add up from call to call."""

    class Gate:
        def __init__(self, *settings):
            self.inner = make(*settings)
            self.total = None

        def forward(self, *inputs):
            return self.inner.forward(*inputs)

        def backward(self, dout):
            found = self.inner.backward(dout)
            if self.total is not None and isinstance(found, tuple):
                found = tuple(one + other for one, other in zip(found, self.total, strict=True))
            elif self.total is not None:
                found = found + self.total
            self.total = found
            return found

    return Gate
