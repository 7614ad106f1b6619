"""The numbers of the chapter on neural networks, and the pages whose cells print them."""

NUMBERS: dict[str, list[str]] = {
    "neural-networks": ["[0. 0. 1. 0. 0.]"],
    "neural-networks/stack": [
        "with the maximum:    [0. 1. 1. 0.]",
        "without the maximum: [2. 1. 1. 0.]",
        "308310",
        "20 weights + 6 biases = 26",
        "32 weights + 9 biases = 41",
    ],
    "neural-networks/templates": ["(64, 10)", "10 of 10"],
    "neural-networks/activations": ["0.731", "0.762", "-0.632", "0.25", "9.5e-07"],
    "neural-networks/training": ["1.0986", "100%"],
    "neural-networks/capacity": [" 3 units", " 6 units", "20 units", "reg 0.0010"],
    "neural-networks/full-run": ["2.3026", "100% of the units dead"],
}
