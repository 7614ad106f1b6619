"""The numbers of the chapter on loss functions, and the pages whose cells print them."""

NUMBERS: dict[str, list[str]] = {
    "loss-functions": ["without biases [-1.5  2.   4. ]", "with biases    [-0.5  2.   1. ]"],
    "loss-functions/multiclass-svm": [
        "cat   charges 2.9 + 0.0   loss 2.9",
        "car   charges 0.0 + 0.0   loss 0.0",
        "frog  charges 6.3 + 6.6   loss 12.9",
        "mean 5.2667",
        "over all classes: [ 3.9  1.  13.9]",
        "difference:       [1. 1. 1.]",
        "ratio of the means: 3.0",
        "C - 1 = 2",
        "W times  2: car wins by  5.8, loss 0.0",
        "cat   squared hinge loss 8.41",
        "car   squared hinge loss 0.00",
        "frog  squared hinge loss 83.25",
        "mean 30.5533",
    ],
    "loss-functions/regularization": [
        "scores: 1.0 1.0",
        "L1    1.00   1.00",
        "L2    1.00   0.25",
        "w1: elastic net 1.500",
        "w2: elastic net 1.125",
    ],
    "loss-functions/softmax": [
        "24.53 164.02 0.1827",
        "0.130 0.869 0.001",
        "-ln p = 2.040   -log10 p = 0.89",
        "log C = 1.0986",
        "log C = 2.3026",
        "[nan nan nan]",
        "[0.2447 0.6652 0.09  ]",
    ],
    "loss-functions/gradients": [
        "derived  [ 1.  1. -2.]",
        "derived  [-0.870017  0.86905   0.000968]",
    ],
    "loss-functions/softmax-against-svm": [
        "cat     2.9     2.040   0.130",
        "car     0.0     0.079   0.924",
        "frog   12.9     6.156   0.002",
        "mean    5.2667  2.7587",
        "       −3.0          −2.00        −1.00",
        "        1.0          −1.00        −0.98",
        "softmax: your classifier reads 96% of the new digits",
    ],
}
