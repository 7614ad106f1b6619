"""Known mistakes of ``momentum_step``."""

from autograder.judge.exercise import Mistake


def averaged_gradient(w, dw, velocity, learning_rate, rho=0.9):
    velocity = rho * velocity + (1 - rho) * dw
    return w - learning_rate * velocity, velocity


def rate_in_velocity(w, dw, velocity, learning_rate, rho=0.9):
    velocity = rho * velocity + learning_rate * dw
    return w - velocity, velocity


def old_velocity_returned(w, dw, velocity, learning_rate, rho=0.9):
    new_velocity = rho * velocity + dw
    return w - learning_rate * new_velocity, velocity


def old_velocity_used(w, dw, velocity, learning_rate, rho=0.9):
    return w - learning_rate * velocity, rho * velocity + dw


def nesterov(w, dw, velocity, learning_rate, rho=0.9):
    velocity = rho * velocity + dw
    return w - learning_rate * (dw + rho * velocity), velocity


def uphill(w, dw, velocity, learning_rate, rho=0.9):
    velocity = rho * velocity + dw
    return w + learning_rate * velocity, velocity


def velocity_downhill(w, dw, velocity, learning_rate, rho=0.9):
    velocity = rho * velocity - dw
    return w + learning_rate * velocity, velocity


def velocity_downhill_with_rate(w, dw, velocity, learning_rate, rho=0.9):
    velocity = rho * velocity - learning_rate * dw
    return w + velocity, velocity


def rho_on_gradient(w, dw, velocity, learning_rate, rho=0.9):
    velocity = velocity + rho * dw
    return w - learning_rate * velocity, velocity


def rho_on_both(w, dw, velocity, learning_rate, rho=0.9):
    velocity = rho * (velocity + dw)
    return w - learning_rate * velocity, velocity


def no_rho(w, dw, velocity, learning_rate, rho=0.9):
    velocity = velocity + dw
    return w - learning_rate * velocity, velocity


def weights_swapped(w, dw, velocity, learning_rate, rho=0.9):
    velocity = (1 - rho) * velocity + rho * dw
    return w - learning_rate * velocity, velocity


def ignores_rho(w, dw, velocity, learning_rate, rho=0.9):
    velocity = 0.9 * velocity + dw
    return w - learning_rate * velocity, velocity


def plain_step(w, dw, velocity, learning_rate, rho=0.9):
    return w - learning_rate * dw, rho * velocity + dw


def gradient_twice(w, dw, velocity, learning_rate, rho=0.9):
    velocity = rho * velocity + dw
    return w - learning_rate * (velocity + dw), velocity


def no_learning_rate(w, dw, velocity, learning_rate, rho=0.9):
    velocity = rho * velocity + dw
    return w - velocity, velocity


def velocity_first(w, dw, velocity, learning_rate, rho=0.9):
    velocity = rho * velocity + dw
    return velocity, w - learning_rate * velocity


def weights_only(w, dw, velocity, learning_rate, rho=0.9):
    return w - learning_rate * (rho * velocity + dw)


MOMENTUM_STEP = (
    Mistake(
        "averaged_gradient",
        "The gradient is weighted by what rho leaves over: here it counts in full, and slopes "
        "that agree add up.",
        averaged_gradient,
    ),
    Mistake(
        "rate_in_velocity",
        "The learning rate is inside the velocity: here it comes in only when the weights move.",
        rate_in_velocity,
    ),
    Mistake(
        "old_velocity_returned",
        "The old velocity came back: the next step needs the new one.",
        old_velocity_returned,
    ),
    Mistake(
        "old_velocity_used",
        "The weights move along the old velocity: the new one, with this gradient in it, is meant.",
        old_velocity_used,
    ),
    Mistake(
        "nesterov",
        "This is Nesterov's momentum, which looks one step ahead: here the step goes along the "
        "velocity alone.",
        nesterov,
    ),
    Mistake("uphill", "The step goes along the velocity, which points uphill here.", uphill),
    Mistake(
        "velocity_downhill",
        "The velocity collects the gradient with a minus sign: here it collects the gradient "
        "itself, and the minus is in the step.",
        velocity_downhill,
    ),
    Mistake(
        "velocity_downhill_with_rate",
        "The velocity collects steps downhill, learning rate and minus sign included: here it "
        "collects the gradient itself.",
        velocity_downhill_with_rate,
    ),
    Mistake(
        "rho_on_gradient",
        "The gradient is slowed down by rho and the old velocity is not: it is the other way "
        "round.",
        rho_on_gradient,
    ),
    Mistake(
        "rho_on_both",
        "The new gradient is slowed down as well: rho is for the old velocity alone.",
        rho_on_both,
    ),
    Mistake("no_rho", "The old velocity is not slowed down: rho is not used.", no_rho),
    Mistake(
        "weights_swapped",
        "The velocity is a mean in which rho weighs the new gradient: it weighs the old "
        "velocity, and the gradient counts in full.",
        weights_swapped,
    ),
    Mistake(
        "ignores_rho",
        "The old velocity is always slowed down alike: the argument rho is not used.",
        ignores_rho,
    ),
    Mistake(
        "plain_step",
        "The weights move along the gradient alone: the velocity is computed, but not used.",
        plain_step,
    ),
    Mistake(
        "gradient_twice",
        "The gradient counts twice in the step: the velocity has it already.",
        gradient_twice,
    ),
    Mistake(
        "no_learning_rate",
        "The learning rate is not used: a step is as long as the velocity.",
        no_learning_rate,
    ),
    Mistake(
        "velocity_first",
        "The velocity comes before the weights: return the weights first.",
        velocity_first,
    ),
    Mistake(
        "weights_only",
        "Only the weights came back: the next step needs the velocity, too.",
        weights_only,
    ),
)
