"""Known mistakes of ``momentum_step``."""


def averaged_gradient(w, dw, velocity, learning_rate, rho=0.9):
    """The gradient is weighted by what rho leaves over: here it counts in full, and slopes that
    agree add up."""
    velocity = rho * velocity + (1 - rho) * dw
    return w - learning_rate * velocity, velocity


def rate_in_velocity(w, dw, velocity, learning_rate, rho=0.9):
    """The learning rate is inside the velocity: here it comes in only when the weights move."""
    velocity = rho * velocity + learning_rate * dw
    return w - velocity, velocity


def old_velocity_returned(w, dw, velocity, learning_rate, rho=0.9):
    """The old velocity came back: the next step needs the new one."""
    new_velocity = rho * velocity + dw
    return w - learning_rate * new_velocity, velocity


def old_velocity_used(w, dw, velocity, learning_rate, rho=0.9):
    """The weights move along the old velocity: the new one, with this gradient in it, is meant."""
    return w - learning_rate * velocity, rho * velocity + dw


def nesterov(w, dw, velocity, learning_rate, rho=0.9):
    """This is Nesterov's momentum, which looks one step ahead: here the step goes along the
    velocity alone."""
    velocity = rho * velocity + dw
    return w - learning_rate * (dw + rho * velocity), velocity


def uphill(w, dw, velocity, learning_rate, rho=0.9):
    """The step goes along the velocity, which points uphill here."""
    velocity = rho * velocity + dw
    return w + learning_rate * velocity, velocity


def velocity_downhill(w, dw, velocity, learning_rate, rho=0.9):
    """The velocity collects the gradient with a minus sign: here it collects the gradient itself,
    and the minus is in the step."""
    velocity = rho * velocity - dw
    return w + learning_rate * velocity, velocity


def velocity_downhill_with_rate(w, dw, velocity, learning_rate, rho=0.9):
    """The velocity collects steps downhill, learning rate and minus sign included: here it collects
    the gradient itself."""
    velocity = rho * velocity - learning_rate * dw
    return w + velocity, velocity


def rho_on_gradient(w, dw, velocity, learning_rate, rho=0.9):
    """The gradient is slowed down by rho and the old velocity is not: it is the other way round."""
    velocity = velocity + rho * dw
    return w - learning_rate * velocity, velocity


def rho_on_both(w, dw, velocity, learning_rate, rho=0.9):
    """The new gradient is slowed down as well: rho is for the old velocity alone."""
    velocity = rho * (velocity + dw)
    return w - learning_rate * velocity, velocity


def no_rho(w, dw, velocity, learning_rate, rho=0.9):
    """The old velocity is not slowed down: rho is not used."""
    velocity = velocity + dw
    return w - learning_rate * velocity, velocity


def weights_swapped(w, dw, velocity, learning_rate, rho=0.9):
    """The velocity is a mean in which rho weighs the new gradient: it weighs the old velocity, and
    the gradient counts in full."""
    velocity = (1 - rho) * velocity + rho * dw
    return w - learning_rate * velocity, velocity


def ignores_rho(w, dw, velocity, learning_rate, rho=0.9):
    """The old velocity is always slowed down alike: the argument rho is not used."""
    velocity = 0.9 * velocity + dw
    return w - learning_rate * velocity, velocity


def plain_step(w, dw, velocity, learning_rate, rho=0.9):
    """The weights move along the gradient alone: the velocity is computed, but not used."""
    return w - learning_rate * dw, rho * velocity + dw


def gradient_twice(w, dw, velocity, learning_rate, rho=0.9):
    """The gradient counts twice in the step: the velocity has it already."""
    velocity = rho * velocity + dw
    return w - learning_rate * (velocity + dw), velocity


def no_learning_rate(w, dw, velocity, learning_rate, rho=0.9):
    """The learning rate is not used: a step is as long as the velocity."""
    velocity = rho * velocity + dw
    return w - velocity, velocity


def velocity_first(w, dw, velocity, learning_rate, rho=0.9):
    """The velocity comes before the weights: return the weights first."""
    velocity = rho * velocity + dw
    return velocity, w - learning_rate * velocity


def weights_only(w, dw, velocity, learning_rate, rho=0.9):
    """Only the weights came back: the next step needs the velocity, too."""
    return w - learning_rate * (rho * velocity + dw)


def rate_twice(w, dw, velocity, learning_rate, rho=0.9):
    """The learning rate counts twice, in the velocity and in the step: it belongs to the step
    alone."""
    velocity = rho * velocity + learning_rate * dw
    return w - learning_rate * velocity, velocity
