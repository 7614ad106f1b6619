"""The numbers that the cells of the chapter on optimization print, page by page."""

NUMBERS: dict[str, list[str]] = {
    "optimization": ["2.3026", "306"],
    "optimization/random-and-local-search": ["2.3026", "641", "0.57%", "3.95%"],
    "optimization/gradient-descent": ["1.464", "0.818", "1.0440", "1.92", "1.62"],
    "optimization/finite-differences": ["-2.5", "0.6", "3.3100", "3.0100", "61440", "0.70"],
    "optimization/stochastic-gradient-descent": ["4.6667", "2.3333", "1.1667", "3.50", "391"],
    "optimization/momentum-and-adam": ["2.71", "0.91", "0.526", "0.3162", "3454", "109"],
}
