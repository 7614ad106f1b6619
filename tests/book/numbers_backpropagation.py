"""The numbers of the notes that the cells of the chapter on backpropagation print."""

NUMBERS: dict[str, list[str]] = {
    "backpropagation": ["-4.00", "3.00", "308,310", "616,620"],
    "backpropagation/circuits": [
        "q = 3, f = -12",
        "df/dq = -4, df/dz = 3, df/dx = -4, df/dy = -4",
    ],
    "backpropagation/sigmoid-circuit": [
        "0.73",
        "1.37",
        "-0.53",
        "df/dw0 = -0.20",
        "df/dx0 =  0.39",
        "df/dw1 = -0.39",
        "df/dx1 = -0.59",
        "df/dw2 =  0.20",
        "0.27 × 0.73 = 0.197",
        "0.4",
        "-0.4",
        "-0.6",
    ],
    "backpropagation/patterns": ["dx =   -8", "dy =    6", "dz =    2", "dw =    0"],
    "backpropagation/jacobians": ["4,096 × 4,096", "0.134 GB", "[4. 0. 5. 0.]"],
    "backpropagation/matrix-product": [
        "q = [0.22 0.26], f = 0.116, dq = [0.44 0.52]",
        "[[0.088, 0.176], [0.104, 0.208]]",
        "[-0.112  0.636]",
    ],
    "backpropagation/modules": [
        "[-2.0, 5.0, -4.0, 3.0, -12.0]",
        "[-4.0, -4.0, 3.0, -4.0, 1.0]",
        "610 weights and biases",
        "gates: 1232",
        "610 weights, largest difference below 1e-14: True",
    ],
}
