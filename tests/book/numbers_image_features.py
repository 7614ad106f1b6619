"""Numbers of the chapter on image features that its pages' cells print."""

NUMBERS: dict[str, list[str]] = {
    "image-features": ["7.28", "6.49", "4.78", "1.41", "[1.0, 1.0, 0.0]"],
    "image-features/feature-transform": ["54.0%", "100.0%", "0.927", "-2.214", "[-1.  1.]"],
    "image-features/colour-histogram": [
        "[2, 2, 1, 3]",
        "[0.25, 0.25, 0.125, 0.375]",
        "right for 3 of 6",
        "right for 5 of 6",
    ],
    "image-features/oriented-gradients": ["0.283", "45 degrees", "-0.02001", "34596", "9216"],
    "image-features/visual-words": ["[0.4, 0.2, 0.2, 0.2]", "258.00", "53.68", "16.00", "101.0"],
    "image-features/does-it-pay": ["82.8%", "96.5%", "18.3%", "90.5%"],
}
