"""A photograph inside a figure keeps every pixel when it is packed again."""

from __future__ import annotations

from base64 import b64decode, b64encode
from io import BytesIO

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from book._ext.webp_photographs import PNG, as_webp


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32), st.booleans())
def test_every_pixel_stays_and_the_address_grows_no_longer(
    height: int, width: int, seed: int, smooth: bool
) -> None:
    rng = np.random.default_rng(seed)
    pixels = rng.integers(0, 256, (height, width, 4), dtype=np.uint8)
    if smooth:
        pixels = np.sort(pixels, axis=1)
    png = BytesIO()
    Image.fromarray(pixels, "RGBA").save(png, "PNG")
    before = f"data:image/png;base64,{b64encode(png.getvalue()).decode()}"
    after = PNG.sub(as_webp, before)
    assert len(after) <= len(before)
    image = Image.open(BytesIO(b64decode(after.split(",")[1]))).convert("RGBA")
    assert np.array_equal(np.asarray(image), pixels)
