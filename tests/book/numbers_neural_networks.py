"""The numbers of the chapter on neural networks, and the pages whose cells print them."""

NUMBERS: dict[str, list[str]] = {
    "neural-networks": ["[0. 0. 1. 0. 0.]"],
    "neural-networks/stack": [
        "x = [1. 1.]   a = [2. 1.]   s = 0",
        "images (5, 3072)  hidden (5, 100)  scores (5, 10)",
        "numbers to learn: 308,310",
        "with the maximum:    [0. 1. 1. 0.]",
        "without the maximum: [2. 1. 1. 0.]",
        "five linear layers and one matrix differ by",
        "[3, 4, 2]: 20 weights + 6 biases = 26",
        "[3, 4, 4, 1]: 32 weights + 9 biases = 41",
    ],
    "neural-networks/templates": [
        "shapes: (64, 10) (10,) (10, 1) (1,)",
        "answer more to the digits they vote for: 10 of 10",
    ],
    "neural-networks/activations": [
        "sigmoid     0.731   0.269",
        "tanh        0.762  -0.762",
        "ReLU        1.000   0.000",
        "leaky ReLU  1.000  -0.100",
        "ELU         1.000  -0.632",
        "maxout      1.000   0.500",
        "sigmoid    largest slope 0.25",
        "tanh       largest slope 1.00",
        "a quarter to the tenth: 9.5e-07",
    ],
    "neural-networks/training": [
        "log 3 = 1.0986",
        "right: 100% of the points it learned from",
        "start 0.0: 1 different column of 20,\n  W1 moved by up to 0.00",
    ],
    "neural-networks/capacity": [
        " 3 units: right",
        " 6 units: right",
        "20 units: right",
        "reg 0.0001: right",
        "reg 0.0010: right",
        "reg 0.0100: right",
    ],
    "neural-networks/full-run": [
        "training   1000 images",
        "validation  400 images",
        "test        397 images",
        "log 10 = 2.3026",
        "rate 2.0: 100% of the units dead",
        "largest entry of the gradient of W1: 0.0",
        "[800, 160]",
    ],
    "neural-networks/textures": [
        "linear        771 parameters: 58% learned, 39% new",
        "two layers 26,003 parameters: 100% learned, 60% new",
        "shifted by 1: 69%",
    ],
}
