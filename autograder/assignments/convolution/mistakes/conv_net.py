"""Known mistakes of ``ConvNet``: some of its own, and some that any net can have."""

from dataclasses import replace

import numpy as np

from autograder.assignments.convolution.mistakes.conv_net_written_out import (
    MeanForgottenInGradient,
    RegWithoutTwo,
    SecondReluForgotten,
)
from autograder.assignments.networks.mistakes.nets_backward import (
    GradientsFirst,
    NoBiasGradients,
    NoPenaltyInGradient,
    TrueClassForgotten,
)
from autograder.assignments.networks.mistakes.nets_forward import (
    ParametersOfTheStart,
    Probabilities,
)
from autograder.assignments.networks.mistakes.nets_loss import (
    ROUNDED,
    BiasesPenalised,
    HalfPenalty,
    NoPenaltyInLoss,
    Overflows,
    Sums,
)
from autograder.assignments.networks.mistakes.nets_parameters import (
    BiasesDrawn,
    FixedScale,
    LastFirst,
    NoScale,
    OwnGenerator,
    Uniform,
)
from autograder.assignments.networks.mistakes.nets_right import ConvNet
from autograder.judge.exercise import Mistake


class FirstReluForgotten(ConvNet):
    bends_maps = False


class MapsBackWithoutRelu(ConvNet):
    bends_maps_back = False


class HiddenBackWithoutRelu(ConvNet):
    bends_hidden_back = False


class NotPadded(ConvNet):
    def pad(self, size):
        return 0


class PaddedByTheSize(ConvNet):
    def pad(self, size):
        return size // 2 + 1


class ChannelsFlattenedLast(ConvNet):
    def flat(self, pooled):
        return pooled.transpose(0, 2, 3, 1).reshape(len(pooled), -1)

    def unflat(self, dflat, shape):
        count, filters, height, width = shape
        return dflat.reshape(count, height, width, filters).transpose(0, 3, 1, 2)


class FiltersNotPenalised(ConvNet):
    def matrices(self):
        return ["W2", "W3"]


class ScoresInATuple(ConvNet):
    def shown(self, scores):
        return scores, {}


class PredictedClasses(ConvNet):
    def shown(self, scores):
        return np.argmax(scores, axis=1)


class GradientsInAList(ConvNet):
    def both(self, loss, grads):
        return loss, list(grads.values())


def _convolutional(net):
    """The same mistake in a convolutional network."""
    return type(net.__name__, (net, ConvNet), {})


CONV_NET = (
    Mistake(
        "second_relu_forgotten",
        "There is no ReLU between the two affine layers: without it they are one layer.",
        SecondReluForgotten,
    ),
    Mistake(
        "reg_without_two",
        "The gradient of the penalty lacks its factor: the slope of a square is twice the number.",
        RegWithoutTwo,
    ),
    Mistake(
        "mean_forgotten_in_gradient",
        "The loss is a mean over the examples, and its gradients are sums: they are too large by "
        "the number of examples.",
        MeanForgottenInGradient,
    ),
    Mistake(
        "first_relu_forgotten",
        "There is no ReLU between convolution and pool.",
        FirstReluForgotten,
    ),
    Mistake(
        "maps_back_without_relu",
        "On the way back the ReLU after the convolution is left out: where a map was below 0, no "
        "gradient comes through.",
        MapsBackWithoutRelu,
    ),
    Mistake(
        "hidden_back_without_relu",
        "On the way back the ReLU of the hidden layer is left out: where a unit was below 0, no "
        "gradient comes through.",
        HiddenBackWithoutRelu,
    ),
    Mistake(
        "biases_penalised",
        "The biases are regularised, too: only the three weights are.",
        _convolutional(BiasesPenalised),
    ),
    Mistake(
        "filters_not_penalised",
        "The filters are not regularised: they are weights like the others.",
        FiltersNotPenalised,
    ),
    Mistake(
        "penalty_in_loss_only",
        "The penalty is in the loss, but not in the gradients.",
        _convolutional(NoPenaltyInGradient),
    ),
    Mistake(
        "penalty_in_gradient_only",
        "The penalty is in the gradients, but not in the loss.",
        _convolutional(NoPenaltyInLoss),
    ),
    Mistake(
        "half_the_penalty",
        "The penalty is half as large as it should be: this course has no factor of one half "
        "there.",
        _convolutional(HalfPenalty),
    ),
    Mistake(
        "loss_summed",
        "The loss is the sum over the examples: it is their mean, and so are its gradients.",
        _convolutional(Sums),
    ),
    Mistake(
        "not_shifted",
        "Large scores overflow: take the largest score of each example off before the exponential.",
        _convolutional(Overflows),
    ),
    *(replace(one, function=_convolutional(one.function)) for one in ROUNDED),
    Mistake(
        "label_not_taken_off",
        "The gradient of the scores is the probabilities alone: at the true class 1 has to be "
        "taken off.",
        _convolutional(TrueClassForgotten),
    ),
    Mistake(
        "not_padded",
        "The convolution has no padding, so its maps are smaller than the image: the weights of "
        "the next layer expect maps as large as the image.",
        NotPadded,
    ),
    Mistake(
        "padded_by_the_size",
        "The padding is too wide, so the maps are larger than the image: half the filter, without "
        "its middle, keeps the size.",
        PaddedByTheSize,
    ),
    Mistake(
        "channels_flattened_last",
        "The maps are flattened pixel by pixel: flatten map after map, in row-major order.",
        ChannelsFlattenedLast,
    ),
    Mistake(
        "probabilities",
        "Probabilities came back: without labels the scores are asked for.",
        _convolutional(Probabilities),
    ),
    Mistake(
        "scores_in_a_tuple",
        "Without labels only the scores come back, nothing beside them.",
        ScoresInATuple,
    ),
    Mistake(
        "predicted_classes",
        "The predicted classes came back: without labels the scores are asked for.",
        PredictedClasses,
    ),
    Mistake("gradients_first", "Loss and gradients change places.", _convolutional(GradientsFirst)),
    Mistake(
        "gradients_in_a_list",
        "The gradients are a list: they are a dict with the names of the parameters.",
        GradientsInAList,
    ),
    Mistake(
        "without_bias_gradients",
        "The gradients of the biases did not come back: they are not regularised, but they are "
        "trained.",
        _convolutional(NoBiasGradients),
    ),
    Mistake(
        "last_layer_drawn_first",
        "The weights are drawn from the last layer to the first: the text says in which order.",
        _convolutional(LastFirst),
    ),
    Mistake(
        "biases_drawn",
        "The biases are drawn, too: they start at 0, and nothing but the weights is drawn.",
        _convolutional(BiasesDrawn),
    ),
    Mistake("scale_not_used", "The weight scale is not used.", _convolutional(NoScale)),
    Mistake(
        "scale_always_the_same",
        "The weight scale is always that of the default.",
        _convolutional(FixedScale),
    ),
    Mistake(
        "uniform_numbers",
        "The weights are uniform numbers and never negative: they come from a standard normal "
        "distribution.",
        _convolutional(Uniform),
    ),
    Mistake(
        "own_generator",
        "The weights come from a generator of your own: draw from the one that is given.",
        _convolutional(OwnGenerator),
    ),
    Mistake(
        "parameters_set_aside",
        "The loss uses parameters that are kept elsewhere: when training changes those in params, "
        "nothing happens.",
        _convolutional(ParametersOfTheStart),
    ),
)
