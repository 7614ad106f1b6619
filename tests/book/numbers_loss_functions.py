"""The numbers of the chapter on loss functions, and the pages whose cells print them."""

NUMBERS: dict[str, list[str]] = {
    "loss-functions/multiclass-svm": [
        "2.9",
        "12.9",
        "5.2667",
        "8.41",
        "83.25",
        "30.5533",
        "C - 1 = 2",
    ],
    "loss-functions/regularization": [
        "1.00",
        "0.25",
        "1.500",
        "1.125",
    ],
    "loss-functions/softmax": [
        "24.53",
        "164.02",
        "0.1827",
        "0.130",
        "0.869",
        "0.001",
        "2.040",
        "0.89",
        "1.0986",
    ],
    "loss-functions/softmax-against-svm": [
        "2.9",
        "12.9",
        "5.2667",
        "2.040",
    ],
}
