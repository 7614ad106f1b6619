"""Networks: layers that go forward and back, and nets that are built of them.

Reference solutions of the assignment ``networks``.
"""

import numpy as np

from solutions.optimization import minibatches


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
        x: (N, D) float array, one example per row.
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


class TwoLayerNet:
    """A network of two layers: affine, ReLU, affine, with the softmax loss on top.

    The scores are max(0, X W1 + b1) W2 + b2.

    Attributes:
        params: a dict of the four arrays W1 (D, H), b1 (H,), W2 (H, C) and b2 (C,).
            Whoever trains the network changes them there: put other arrays into
            this dict, and the next loss is that of the new ones.

    Source: Goodfellow, Bengio and Courville (2016), Deep Learning, chapter 6.
    """

    def __init__(self, input_dim, hidden_dim, num_classes, rng, weight_scale=1e-2):
        """Draw the weights, W1 first and then W2; the biases are 0.

        Each weight matrix is weight_scale * rng.standard_normal(shape). Nothing
        else is drawn from rng.

        Arguments:
            input_dim: D, the numbers in an example, an integer of at least 1.
            hidden_dim: H, the hidden units, an integer of at least 1.
            num_classes: C, an integer of at least 1.
            rng: np.random.Generator.
            weight_scale: the standard deviation of the weights, a float.
        """
        self.params = {
            "W1": weight_scale * rng.standard_normal((input_dim, hidden_dim)),
            "b1": np.zeros(hidden_dim),
            "W2": weight_scale * rng.standard_normal((hidden_dim, num_classes)),
            "b2": np.zeros(num_classes),
        }

    def loss(self, X, y=None, reg=0.0):
        """The scores of some examples or, with their labels, the loss and its gradients.

        The loss is the mean of the examples' softmax losses, plus
        reg * (sum(W1 * W1) + sum(W2 * W2)); biases are not regularized. It is
        finite for scores from -1e4 to 1e4.

        Arguments:
            X: (N, D) float array, one example per row.
            y: (N,) labels in [0, C), of any integer dtype, or None.
            reg: strength of the regularization, a float of at least 0.

        Returns:
            Without labels the scores, a float array (N, C). With labels a tuple
            of the loss, a number, and its gradients, a dict with the keys of
            params, each gradient of its parameter's shape.

        Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.5.
        """
        W1, b1, W2, b2 = (self.params[name] for name in ("W1", "b1", "W2", "b2"))
        before_relu, first_cache = affine_forward(X, W1, b1)
        hidden, relu_cache = relu_forward(before_relu)
        scores, second_cache = affine_forward(hidden, W2, b2)
        if y is None:
            return scores
        shifted = scores - scores.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        true = np.arange(len(X)), y
        loss = reg * (np.sum(W1 * W1) + np.sum(W2 * W2)) - log_p[true].mean()
        dscores = np.exp(log_p)
        dscores[true] -= 1
        dhidden, dW2, db2 = affine_backward(dscores / len(X), second_cache)
        _, dW1, db1 = affine_backward(relu_backward(dhidden, relu_cache), first_cache)
        return loss, {"W1": dW1 + 2 * reg * W1, "b1": db1, "W2": dW2 + 2 * reg * W2, "b2": db2}


class FullyConnectedNet:
    """A network of any depth: affine, then ReLU and affine again and again.

    There is a ReLU between every two affine layers and none after the last, whose
    outputs are the scores. With dims of length 2 there is no hidden layer, and the
    network is a linear classifier.

    Attributes:
        params: a dict of arrays: W1 (D, H1), b1 (H1,), W2 (H1, H2), b2 (H2,), and so
            on, the number of the layer in each name. Whoever trains the network
            changes them there: put other arrays into this dict, and the next loss
            is that of the new ones.

    Source: Goodfellow, Bengio and Courville (2016), Deep Learning, chapter 6.
    """

    def __init__(self, dims, rng, weight_scale=1e-2):
        """Draw the weights, layer after layer from W1 on; the biases are 0.

        Each weight matrix is weight_scale * rng.standard_normal(shape). Nothing
        else is drawn from rng.

        Arguments:
            dims: [D, H1, ..., C], a list of at least 2 integers of at least 1: the
                numbers in an example, the units of each hidden layer, the classes.
            rng: np.random.Generator.
            weight_scale: the standard deviation of the weights, a float.
        """
        self.params = {}
        for layer in range(1, len(dims)):
            shape = dims[layer - 1], dims[layer]
            self.params[f"W{layer}"] = weight_scale * rng.standard_normal(shape)
            self.params[f"b{layer}"] = np.zeros(dims[layer])

    def loss(self, X, y=None, reg=0.0):
        """The scores of some examples or, with their labels, the loss and its gradients.

        The loss is the mean of the examples' softmax losses, plus reg times the sum
        of the squares of all entries of all weight matrices; biases are not
        regularized. It is finite for scores from -1e4 to 1e4.

        Arguments:
            X: (N, D) float array, one example per row.
            y: (N,) labels in [0, C), of any integer dtype, or None.
            reg: strength of the regularization, a float of at least 0.

        Returns:
            Without labels the scores, a float array (N, C). With labels a tuple
            of the loss, a number, and its gradients, a dict with the keys of
            params, each gradient of its parameter's shape.

        Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.5.
        """
        depth = len(self.params) // 2
        out, affine_caches = X, []
        relu_caches = []  # one fewer: none behind the last layer
        for layer in range(1, depth + 1):
            if layer > 1:
                out, cache = relu_forward(out)
                relu_caches.append(cache)
            out, cache = affine_forward(out, self.params[f"W{layer}"], self.params[f"b{layer}"])
            affine_caches.append(cache)
        if y is None:
            return out
        shifted = out - out.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        true = np.arange(len(X)), y
        loss = -log_p[true].mean()
        dout = np.exp(log_p)
        dout[true] -= 1
        dout /= len(X)
        grads = {}
        for layer in range(depth, 0, -1):
            W = self.params[f"W{layer}"]
            dout, dW, grads[f"b{layer}"] = affine_backward(dout, affine_caches.pop())
            grads[f"W{layer}"] = dW + 2 * reg * W
            loss = loss + reg * np.sum(W * W)
            if layer > 1:
                dout = relu_backward(dout, relu_caches.pop())
        return loss, grads


def train(net, X, y, learning_rate, batch_size, epochs, rng):
    """Train a network by stochastic gradient descent, in place.

    Each epoch takes its batches from minibatches(X, y, batch_size, rng), with the
    same rng throughout. Each step computes the loss and the gradients of the batch
    with the current parameters, without regularization, notes that loss, and takes
    learning_rate times its gradient from each parameter.

    Arguments:
        net: the network, with a dict `params` of arrays, whatever their names and
            however many, and a method `loss`: net.loss(X, y) returns the loss and
            a dict of the gradients under the same names. Its params are the one
            thing that is changed.
        X: (N, D) float array, one example per row.
        y: (N,) labels, of any integer dtype.
        learning_rate: a float.
        batch_size: examples in a batch, an integer of at least 1.
        epochs: how many times to go through all examples, an integer of at
            least 0.
        rng: np.random.Generator.

    Returns:
        A list of losses, one per step, each taken before that step's update.

    Source: Robbins and Monro (1951), A Stochastic Approximation Method.
    """
    losses = []
    for _ in range(epochs):
        for X_batch, y_batch in minibatches(X, y, batch_size, rng):
            loss, grads = net.loss(X_batch, y_batch)
            losses.append(loss)
            for name, gradient in grads.items():
                net.params[name] = net.params[name] - learning_rate * gradient
    return losses
