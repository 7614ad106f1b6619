"""Networks: layers that go forward and back, and nets that are built of them.

Reference solutions of the assignment ``networks``.
"""

import numpy as np


def affine_forward(x, w, b):
    """A fully connected layer: x flattened, times w, plus b.

    Each example of x is laid out as one row of D = d1 * ... * dk numbers, in
    row-major order, as reshape does it. The output is that matrix times w, plus
    b in each row.

    Arguments:
        x: (N, d1, ..., dk) float array, one example an entry of the first axis,
            with at least one more axis.
        w: (D, M) weights.
        b: (M,) biases.

    Returns:
        A tuple of the output, a float array (N, M), and a cache: whatever you
        want affine_backward to have.

    Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.1.
    """
    out = x.reshape(len(x), -1) @ w + b
    return out, (x, w)


def affine_backward(dout, cache):
    """The gradients of a fully connected layer.

    Arguments:
        dout: (N, M) upstream gradient.
        cache: what affine_forward returned with that output. It may be used more
            than once, and other forwards may have run in between.

    Returns:
        A tuple of the gradients for x, of x's own shape (N, d1, ..., dk), for w,
        (D, M), and for b, (M,).

    Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.5.
    """
    x, w = cache
    dx = (dout @ w.T).reshape(x.shape)
    dw = x.reshape(len(x), -1).T @ dout
    return dx, dw, dout.sum(axis=0)


def relu_forward(x):
    """The rectified linear unit, max(0, x), of each entry.

    Arguments:
        x: (N, ...) float array, with any number of further axes.

    Returns:
        A tuple of the output, of x's shape, and a cache: whatever you want
        relu_backward to have.

    Source: Nair and Hinton (2010), Rectified Linear Units Improve Restricted
    Boltzmann Machines.
    """
    return np.maximum(0, x), x


def relu_backward(dout, cache):
    """The gradient of the rectified linear unit; its slope at 0 is 0.

    Arguments:
        dout: upstream gradient, of x's shape.
        cache: what relu_forward returned with that output. It may be used more
            than once, and other forwards may have run in between.

    Returns:
        The gradient for x, of x's shape.

    Source: Glorot, Bordes and Bengio (2011), Deep Sparse Rectifier Neural Networks.
    """
    return dout * (cache > 0)


def sigmoid_forward(x):
    """The sigmoid, 1 / (1 + exp(-x)), of each entry.

    It is finite for every x from -1e4 to 1e4.

    Arguments:
        x: (N, ...) float array, with any number of further axes.

    Returns:
        A tuple of the output, of x's shape, and a cache: whatever you want
        sigmoid_backward to have.

    Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.3.2.
    """
    # exp(-|x|) is at most 1, so that nothing overflows on either side.
    small = np.exp(-np.abs(x))
    out = np.where(x >= 0, 1, small) / (1 + small)
    return out, out


def sigmoid_backward(dout, cache):
    """The gradient of the sigmoid.

    The slope at x is s * (1 - s), s being the sigmoid of x.

    Arguments:
        dout: upstream gradient, of x's shape.
        cache: what sigmoid_forward returned with that output. It may be used more
            than once, and other forwards may have run in between.

    Returns:
        The gradient for x, of x's shape, finite for every x from -1e4 to 1e4.

    Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.3.2.
    """
    return dout * cache * (1 - cache)


def tanh_forward(x):
    """The hyperbolic tangent of each entry.

    It is finite for every x from -1e4 to 1e4.

    Arguments:
        x: (N, ...) float array, with any number of further axes.

    Returns:
        A tuple of the output, of x's shape, and a cache: whatever you want
        tanh_backward to have.

    Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.3.2.
    """
    out = np.tanh(x)
    return out, out


def tanh_backward(dout, cache):
    """The gradient of the hyperbolic tangent.

    The slope at x is 1 - t**2, t being the hyperbolic tangent of x.

    Arguments:
        dout: upstream gradient, of x's shape.
        cache: what tanh_forward returned with that output. It may be used more
            than once, and other forwards may have run in between.

    Returns:
        The gradient for x, of x's shape, finite for every x from -1e4 to 1e4.

    Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.3.2.
    """
    return dout * (1 - cache**2)


def leaky_relu_forward(x, slope=0.01):
    """The leaky rectified linear unit of each entry: x above 0, slope * x elsewhere.

    Arguments:
        x: (N, ...) float array, with any number of further axes.
        slope: a float from 0 to 1.

    Returns:
        A tuple of the output, of x's shape, and a cache: whatever you want
        leaky_relu_backward to have.

    Source: Maas, Hannun and Ng (2013), Rectifier Nonlinearities Improve Neural
    Network Acoustic Models.
    """
    return np.where(x > 0, x, slope * x), (x, slope)


def leaky_relu_backward(dout, cache):
    """The gradient of the leaky rectified linear unit; at 0 its slope is `slope`.

    Arguments:
        dout: upstream gradient, of x's shape.
        cache: what leaky_relu_forward returned with that output. It may be used
            more than once, and other forwards may have run in between.

    Returns:
        The gradient for x, of x's shape.

    Source: Maas, Hannun and Ng (2013), Rectifier Nonlinearities Improve Neural
    Network Acoustic Models.
    """
    x, slope = cache
    return np.where(x > 0, dout, slope * dout)


def elu_forward(x, alpha=1.0):
    """The exponential linear unit of each entry.

    It is x above 0, and alpha * (exp(x) - 1) elsewhere; it is finite for every x
    from -1e4 to 1e4.

    Arguments:
        x: (N, ...) float array, with any number of further axes.
        alpha: a float above 0.

    Returns:
        A tuple of the output, of x's shape, and a cache: whatever you want
        elu_backward to have.

    Source: Clevert, Unterthiner and Hochreiter (2016), Fast and Accurate Deep
    Network Learning by Exponential Linear Units.
    """
    # Above 0 the exponential is not used, and must not overflow.
    out = np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))
    return out, (x, alpha)


def elu_backward(dout, cache):
    """The gradient of the exponential linear unit; its slope at 0 is alpha.

    The slope is 1 above 0, and alpha * exp(x) elsewhere.

    Arguments:
        dout: upstream gradient, of x's shape.
        cache: what elu_forward returned with that output. It may be used more
            than once, and other forwards may have run in between.

    Returns:
        The gradient for x, of x's shape, finite for every x from -1e4 to 1e4.

    Source: Clevert, Unterthiner and Hochreiter (2016), Fast and Accurate Deep
    Network Learning by Exponential Linear Units.
    """
    x, alpha = cache
    return dout * np.where(x > 0, 1, alpha * np.exp(np.minimum(x, 0)))


def maxout_forward(x, w1, b1, w2, b2):
    """A maxout layer: the larger of two affine maps, unit by unit.

    The output is x @ w1 + b1 or x @ w2 + b2, whichever is larger in that entry.
    The layer stands on its own: it needs no other function.

    Arguments:
        x: (N, D) float array, one example a row.
        w1: (D, M) weights of the first map.
        b1: (M,) its biases.
        w2: (D, M) weights of the second map.
        b2: (M,) its biases.

    Returns:
        A tuple of the output, a float array (N, M), and a cache: whatever you
        want maxout_backward to have.

    Source: Goodfellow, Warde-Farley, Mirza, Courville and Bengio (2013), Maxout
    Networks.
    """
    first, second = x @ w1 + b1, x @ w2 + b2
    return np.maximum(first, second), (x, w1, w2, first >= second)


def maxout_backward(dout, cache):
    """The gradients of a maxout layer.

    In each entry of the output the map that won gets the whole gradient. Where
    both are equal, that is the first.

    Arguments:
        dout: (N, M) upstream gradient.
        cache: what maxout_forward returned with that output. It may be used more
            than once, and other forwards may have run in between.

    Returns:
        A tuple of the gradients for x, (N, D), for w1, (D, M), for b1, (M,), for
        w2, (D, M), and for b2, (M,).

    Source: Goodfellow, Warde-Farley, Mirza, Courville and Bengio (2013), Maxout
    Networks.
    """
    x, w1, w2, first_won = cache
    dfirst, dsecond = dout * first_won, dout * ~first_won
    dx = dfirst @ w1.T + dsecond @ w2.T
    return dx, x.T @ dfirst, dfirst.sum(axis=0), x.T @ dsecond, dsecond.sum(axis=0)
