"""Numbers of the chapter on image features that its pages' cells print."""

NUMBERS: dict[str, list[str]] = {
    "image-features": [
        "A to B: 7.28",
        "A to C: 6.49",
        "A to D: 4.78",
        "square root of 2:                   1.41",
        "[1.0, 1.0, 0.0]",
    ],
    "image-features/feature-transform": [
        "accuracy: 100.0% in (r, theta), 54.0% in (x, y)",
        "0.927",
        "-2.214",
        "[-1.  1.]",
    ],
    "image-features/colour-histogram": [
        "[2, 2, 1, 3]",
        "[0.25, 0.25, 0.125, 0.375]",
        "right for 3 of 6",
        "right for 5 of 6",
    ],
    "image-features/oriented-gradients": [
        "magnitude 0.283, angle 45 degrees",
        "[0.6, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.2]",
        "error -0.02001",
        "with blocks: 34596  without: 9216",
    ],
    "image-features/visual-words": [
        "[0.4, 0.2, 0.2, 0.2]",
        "error 258.00",
        "error 53.68",
        "error 16.00",
        "error 101.0",
    ],
    "image-features/does-it-pay": [
        "97.0%   62.1%",
        "84.9%   82.8%",
        "96.5%",
        "18.3%",
        "90.5%",
        "pixels     noon 97%   evening 78%",
        "gradients  noon 97%   evening 97%",
    ],
}
