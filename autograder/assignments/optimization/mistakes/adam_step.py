"""Known mistakes of ``adam_step``."""

import numpy as np

from autograder.judge.mistake import made


def no_correction(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    """The correction for starting at 0 is missing: the first steps have the wrong length."""
    m = beta1 * m + (1 - beta1) * dw
    v = beta2 * v + (1 - beta2) * dw**2
    return w - learning_rate * m / (np.sqrt(v) + eps), m, v


def eps_inside_root(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    """The small number eps is inside the root: it is added afterwards."""
    m = beta1 * m + (1 - beta1) * dw
    v = beta2 * v + (1 - beta2) * dw**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - learning_rate * m_hat / np.sqrt(v_hat + eps), m, v


def corrected_returned(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    """The corrected m and v came back: the next step would correct them once more. Return the
    uncorrected ones."""
    m = beta1 * m + (1 - beta1) * dw
    v = beta2 * v + (1 - beta2) * dw**2
    m = m / (1 - beta1**t)
    v = v / (1 - beta2**t)
    return w - learning_rate * m / (np.sqrt(v) + eps), m, v


def _adam(step, square=np.square):
    """Right moments, and `step(m, v, t, dw, beta1, beta2, eps)` for the step.

    `step` is what is multiplied by the learning rate and taken from w.
    """

    def adam(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
        m = beta1 * m + (1 - beta1) * dw
        v = beta2 * v + (1 - beta2) * square(dw)
        return w - learning_rate * step(m, v, t, dw, beta1, beta2, eps), m, v

    return adam


only_m_corrected = made(
    "Only m is corrected for starting at 0: v starts there, too.",
    _adam(lambda m, v, t, dw, beta1, beta2, eps: m / (1 - beta1**t) / (np.sqrt(v) + eps)),
)

only_v_corrected = made(
    "Only v is corrected for starting at 0: m starts there, too.",
    _adam(lambda m, v, t, dw, beta1, beta2, eps: m / (np.sqrt(v / (1 - beta2**t)) + eps)),
)


def _step(m, v, t, dw, beta1, beta2, eps):
    """The right step."""
    return m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)


t_from_0 = made(
    "The correction is one step ahead: t counts from 1, so nothing is added to it.",
    _adam(lambda m, v, t, dw, beta1, beta2, eps: _step(m, v, t + 1, dw, beta1, beta2, eps)),
)

t_one_behind = made(
    "The correction is one step behind, and divides by 0 at the first step: t counts from 1.",
    _adam(lambda m, v, t, dw, beta1, beta2, eps: _step(m, v, t - 1, dw, beta1, beta2, eps)),
)

power_of_2 = made(
    "The betas are squared at every step: take them to the power of t.",
    _adam(lambda m, v, t, dw, beta1, beta2, eps: _step(m, v, 2, dw, beta1, beta2, eps)),
)

times_t = made(
    "The betas are multiplied by t: take them to the power of t.",
    _adam(
        lambda m, v, t, dw, beta1, beta2, eps: (
            m / (1 - beta1 * t) / (np.sqrt(v / (1 - beta2 * t)) + eps)
        )
    ),
)

t_not_power = made(
    "The correction is the same at every step: it depends on t, and fades as t grows.",
    _adam(lambda m, v, t, dw, beta1, beta2, eps: _step(m, v, 1, dw, beta1, beta2, eps)),
)

eps_before_correction = made(
    "The small number eps is added to the uncorrected root, and the correction then scales "
    "it: it is added last.",
    _adam(
        lambda m, v, t, dw, beta1, beta2, eps: (
            np.sqrt(1 - beta2**t) / (1 - beta1**t) * m / (np.sqrt(v) + eps)
        )
    ),
)

eps_missing = made(
    "The small number eps is missing: where all gradients were 0, it is 0 divided by 0.",
    _adam(lambda m, v, t, dw, beta1, beta2, eps: _step(m, v, t, dw, beta1, beta2, 0.0)),
)

ignores_eps = made(
    "It is always 1e-8: the argument eps is not used.",
    _adam(lambda m, v, t, dw, beta1, beta2, eps: _step(m, v, t, dw, beta1, beta2, 1e-08)),
)

root_missing = made(
    "The root of the mean square is missing in the denominator.",
    _adam(lambda m, v, t, dw, beta1, beta2, eps: m / (1 - beta1**t) / (v / (1 - beta2**t) + eps)),
)

gradient_in_step = made(
    "The step goes along this gradient alone: the running mean of the gradients is meant.",
    _adam(lambda m, v, t, dw, beta1, beta2, eps: dw / (np.sqrt(v / (1 - beta2**t)) + eps)),
)

uphill = made(
    "The step has the wrong sign and goes uphill.",
    _adam(lambda *arguments: -_step(*arguments)),
)

square_missing = made(
    "The gradient is not squared in v, which is a mean of squares.",
    _adam(_step, square=lambda dw: dw),
)

absolute_values = made(
    "The running mean v collects absolute values: it collects squares.",
    _adam(_step, square=np.abs),
)


def _with_moments(moments):
    """Right but for `moments(dw, m, v, beta1, beta2)`."""

    def adam(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = moments(dw, m, v, beta1, beta2)
        return w - learning_rate * _step(m, v, t, dw, beta1, beta2, eps), m, v

    return adam


square_of_m = made(
    "The running mean v collects the squares of m: it collects those of the gradient.",
    _with_moments(
        lambda dw, m, v, beta1, beta2: (
            beta1 * m + (1 - beta1) * dw,
            beta2 * v + (1 - beta2) * (beta1 * m + (1 - beta1) * dw) ** 2,
        )
    ),
)

square_of_sum = made(
    "The weight of the new gradient is squared with it in v: only the gradient is squared.",
    _with_moments(
        lambda dw, m, v, beta1, beta2: (
            beta1 * m + (1 - beta1) * dw,
            beta2 * v + ((1 - beta2) * dw) ** 2,
        )
    ),
)

like_momentum = made(
    "The gradient counts in full in m, as in momentum: in a running mean it has the weight "
    "that beta1 leaves over.",
    _with_moments(lambda dw, m, v, beta1, beta2: (beta1 * m + dw, beta2 * v + (1 - beta2) * dw**2)),
)

sums = made(
    "Both m and v are sums: in a running mean the new value has the weight that beta leaves over.",
    _with_moments(lambda dw, m, v, beta1, beta2: (beta1 * m + dw, beta2 * v + dw**2)),
)

weights_swapped = made(
    "The weights in m and v are swapped: a beta near 1 keeps most of what was there.",
    _with_moments(
        lambda dw, m, v, beta1, beta2: (
            (1 - beta1) * m + beta1 * dw,
            (1 - beta2) * v + beta2 * dw**2,
        )
    ),
)

_right = _adam(_step)


def betas_swapped(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    """The two betas are swapped: beta1 is for the gradients, beta2 for their squares."""
    return _right(w, dw, m, v, t, learning_rate, beta2, beta1, eps)


def ignores_betas(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    """The betas are always the usual ones: the arguments beta1 and beta2 are not used."""
    return _right(w, dw, m, v, t, learning_rate, eps=eps)


def old_moments_returned(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    """The old m and v came back: the next step needs the new ones."""
    return _right(w, dw, m, v, t, learning_rate, beta1, beta2, eps)[0], m, v


def weights_only(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    """Only the weights came back: the next step needs m and v, too."""
    return _right(w, dw, m, v, t, learning_rate, beta1, beta2, eps)[0]


def one_beta(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    """The mean of the squares has the beta of the gradients: it has one of its own."""
    m, v = beta1 * m + (1 - beta1) * dw, beta1 * v + (1 - beta1) * dw**2
    step = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta1**t)) + eps)
    return w - learning_rate * step, m, v
