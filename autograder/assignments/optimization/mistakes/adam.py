"""Known mistakes of ``adam_step``."""

import numpy as np

from autograder.judge.exercise import Mistake


def no_correction(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * dw
    v = beta2 * v + (1 - beta2) * dw**2
    return w - learning_rate * m / (np.sqrt(v) + eps), m, v


def eps_inside_root(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * dw
    v = beta2 * v + (1 - beta2) * dw**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - learning_rate * m_hat / np.sqrt(v_hat + eps), m, v


def corrected_returned(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
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


def _step(m, v, t, dw, beta1, beta2, eps):
    """The right step."""
    return m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)


def _with_moments(moments):
    """Right but for `moments(dw, m, v, beta1, beta2)`."""

    def adam(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = moments(dw, m, v, beta1, beta2)
        return w - learning_rate * _step(m, v, t, dw, beta1, beta2, eps), m, v

    return adam


_right = _adam(_step)

only_m_corrected = _adam(
    lambda m, v, t, dw, beta1, beta2, eps: m / (1 - beta1**t) / (np.sqrt(v) + eps)
)
only_v_corrected = _adam(
    lambda m, v, t, dw, beta1, beta2, eps: m / (np.sqrt(v / (1 - beta2**t)) + eps)
)
t_from_0 = _adam(lambda m, v, t, dw, beta1, beta2, eps: _step(m, v, t + 1, dw, beta1, beta2, eps))
t_one_behind = _adam(
    lambda m, v, t, dw, beta1, beta2, eps: _step(m, v, t - 1, dw, beta1, beta2, eps)
)
t_not_power = _adam(lambda m, v, t, dw, beta1, beta2, eps: _step(m, v, 1, dw, beta1, beta2, eps))
eps_before_correction = _adam(
    lambda m, v, t, dw, beta1, beta2, eps: (
        np.sqrt(1 - beta2**t) / (1 - beta1**t) * m / (np.sqrt(v) + eps)
    )
)
eps_missing = _adam(lambda m, v, t, dw, beta1, beta2, eps: _step(m, v, t, dw, beta1, beta2, 0.0))
ignores_eps = _adam(lambda m, v, t, dw, beta1, beta2, eps: _step(m, v, t, dw, beta1, beta2, 1e-8))
root_missing = _adam(
    lambda m, v, t, dw, beta1, beta2, eps: m / (1 - beta1**t) / (v / (1 - beta2**t) + eps)
)
gradient_in_step = _adam(
    lambda m, v, t, dw, beta1, beta2, eps: dw / (np.sqrt(v / (1 - beta2**t)) + eps)
)
uphill = _adam(lambda *arguments: -_step(*arguments))
square_missing = _adam(_step, square=lambda dw: dw)
absolute_values = _adam(_step, square=np.abs)
square_of_m = _with_moments(
    lambda dw, m, v, beta1, beta2: (
        beta1 * m + (1 - beta1) * dw,
        beta2 * v + (1 - beta2) * (beta1 * m + (1 - beta1) * dw) ** 2,
    )
)
square_of_sum = _with_moments(
    lambda dw, m, v, beta1, beta2: (
        beta1 * m + (1 - beta1) * dw,
        beta2 * v + ((1 - beta2) * dw) ** 2,
    )
)
like_momentum = _with_moments(
    lambda dw, m, v, beta1, beta2: (beta1 * m + dw, beta2 * v + (1 - beta2) * dw**2)
)
sums = _with_moments(lambda dw, m, v, beta1, beta2: (beta1 * m + dw, beta2 * v + dw**2))
weights_swapped = _with_moments(
    lambda dw, m, v, beta1, beta2: (
        (1 - beta1) * m + beta1 * dw,
        (1 - beta2) * v + beta2 * dw**2,
    )
)


def betas_swapped(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    return _right(w, dw, m, v, t, learning_rate, beta2, beta1, eps)


def ignores_betas(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    return _right(w, dw, m, v, t, learning_rate, eps=eps)


def old_moments_returned(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    return _right(w, dw, m, v, t, learning_rate, beta1, beta2, eps)[0], m, v


def weights_only(w, dw, m, v, t, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
    return _right(w, dw, m, v, t, learning_rate, beta1, beta2, eps)[0]


ADAM_STEP = (
    Mistake(
        "no_correction",
        "The correction for starting at 0 is missing: the first steps have the wrong length.",
        no_correction,
    ),
    Mistake(
        "eps_inside_root",
        "The small number eps is inside the root: it is added afterwards.",
        eps_inside_root,
    ),
    Mistake(
        "corrected_returned",
        "The corrected m and v came back: the next step would correct them once more. Return "
        "the uncorrected ones.",
        corrected_returned,
    ),
    Mistake(
        "only_m_corrected",
        "Only m is corrected for starting at 0: v starts there, too.",
        only_m_corrected,
    ),
    Mistake(
        "only_v_corrected",
        "Only v is corrected for starting at 0: m starts there, too.",
        only_v_corrected,
    ),
    Mistake(
        "t_from_0",
        "The correction is one step ahead: t counts from 1, so nothing is added to it.",
        t_from_0,
    ),
    Mistake(
        "t_one_behind",
        "The correction is one step behind, and divides by 0 at the first step: t counts from 1.",
        t_one_behind,
    ),
    Mistake(
        "t_not_power",
        "The correction is the same at every step: it depends on t, and fades as t grows.",
        t_not_power,
    ),
    Mistake(
        "eps_before_correction",
        "The small number eps is added to the uncorrected root, and the correction then scales "
        "it: it is added last.",
        eps_before_correction,
    ),
    Mistake(
        "eps_missing",
        "The small number eps is missing: where all gradients were 0, it is 0 divided by 0.",
        eps_missing,
    ),
    Mistake("ignores_eps", "It is always 1e-8: the argument eps is not used.", ignores_eps),
    Mistake(
        "root_missing",
        "The root of the mean square is missing in the denominator.",
        root_missing,
    ),
    Mistake(
        "gradient_in_step",
        "The step goes along this gradient alone: the running mean of the gradients is meant.",
        gradient_in_step,
    ),
    Mistake("uphill", "The step has the wrong sign and goes uphill.", uphill),
    Mistake(
        "square_missing",
        "The gradient is not squared in v, which is a mean of squares.",
        square_missing,
    ),
    Mistake(
        "absolute_values",
        "The running mean v collects absolute values: it collects squares.",
        absolute_values,
    ),
    Mistake(
        "square_of_m",
        "The running mean v collects the squares of m: it collects those of the gradient.",
        square_of_m,
    ),
    Mistake(
        "square_of_sum",
        "The weight of the new gradient is squared with it in v: only the gradient is squared.",
        square_of_sum,
    ),
    Mistake(
        "like_momentum",
        "The gradient counts in full in m, as in momentum: in a running mean it has the weight "
        "that beta1 leaves over.",
        like_momentum,
    ),
    Mistake(
        "sums",
        "Both m and v are sums: in a running mean the new value has the weight that beta leaves "
        "over.",
        sums,
    ),
    Mistake(
        "weights_swapped",
        "The weights in m and v are swapped: a beta near 1 keeps most of what was there.",
        weights_swapped,
    ),
    Mistake(
        "betas_swapped",
        "The two betas are swapped: beta1 is for the gradients, beta2 for their squares.",
        betas_swapped,
    ),
    Mistake(
        "ignores_betas",
        "The betas are always the usual ones: the arguments beta1 and beta2 are not used.",
        ignores_betas,
    ),
    Mistake(
        "old_moments_returned",
        "The old m and v came back: the next step needs the new ones.",
        old_moments_returned,
    ),
    Mistake(
        "weights_only",
        "Only the weights came back: the next step needs m and v, too.",
        weights_only,
    ),
)
