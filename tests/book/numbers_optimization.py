"""The numbers that the cells of the chapter on optimization print, page by page."""

NUMBERS: dict[str, list[str]] = {
    "optimization": ["2.3026", "a number with 306 digits"],
    "optimization/random-and-local-search": ["2.3026", "0.57% against 3.95%"],
    "optimization/gradient-descent": [
        "rate 0.1:  0.000  0.600  1.080  1.464",
        " 0.020     0.980     0.800",
        " 0.182     0.818    -0.818",
        " 0.210     0.790    -1.100",
        "derived 1.0440, measured 1.0440, limit 1.92",
        "heights 7.0 1.62",
    ],
    "optimization/finite-differences": [
        "W[0]: slope -2.5",
        "W[1]: slope  0.6",
        "W[2]: slope  0.0",
        "h =  0.1: forward 3.3100, central 3.0100",
        "best h 3e-06, formula 4e-06",
        "5.1001 and 5.4016, together 4.9996",
    ],
    "optimization/gradient-check": [
        "B  factor 2         relative error 3.3e-01",
        "C  sign flipped     relative error 1.0e+00",
        "central difference 0.70",
        "30,721 losses forward, 61,440 central",
    ],
    "optimization/stochastic-gradient-descent": [
        "sigma squared 4.6667",
        "with replacement 2.3333, without 1.1667",
        "w = 3.50",
        "391",
    ],
    "optimization/momentum-and-adam": [
        "[1.   1.9  2.71]",
        "[ 1.   -0.1   0.91]",
        "0.526",
        "uncorrected  0.3162",
        "steps 3454 and 204",
    ],
}
