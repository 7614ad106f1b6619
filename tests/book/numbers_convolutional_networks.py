"""Each number of the chapter that a reader can check by hand, and the page that prints it."""

NUMBERS: dict[str, list[str]] = {
    "convolutional-networks": ["(3072,)", "14,455,392", "456"],
    "convolutional-networks/filters": ["numbers in the window: 75", "28x28x6", "(6, 28, 28)"],
    "convolutional-networks/sizes": [
        "-> 5;",
        "-> 3;",
        "2.33 -> does not fit",
        "32 -> 28 -> 24",
        "3 x 3: pad 1",
        "5 x 5: pad 2",
        "7 x 7: pad 3",
        "32x32x10",
        "parameters 760",
        "768,000",
    ],
    "convolutional-networks/forward": ["(1024, 75)", "(10, 32, 32)"],
    "convolutional-networks/backward": ["[ 1.  2. -2. -2.  1.]", "[ 5.  3. -5.]", "31,457,280"],
    "convolutional-networks/digits": ["1370", "2.303"],
    "convolutional-networks/beyond-vision": ["of 512 windows", "[2789, 89]"],
    "convolutional-networks/same-net-in-torch": ["together 1370"],
}
