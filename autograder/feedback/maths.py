"""MathJax inside a page, and a policy under which the page can run nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from importlib.resources import files

from markupsafe import Markup

MATHS = re.compile(r"\$[^$]+\$|\\\\?[(\[]|\\begin\{")
MATHJAX_SETTINGS = {
    "tex": {
        "inlineMath": [["$", "$"], ["\\(", "\\)"]],
        "processEscapes": True,
        # Neither may load anything further, whatever a formula asks for.
        "packages": {"[-]": ["autoload", "require"]},
    },
    "options": {
        "enableMenu": False,
        "ignoreHtmlClass": "no-maths",
        "processHtmlClass": "maths",
    },
}


@cache
def maths_script() -> Markup:
    """MathJax with its settings, as the content of a script element."""
    path = files("mathjax") / "static" / "mathjax" / "es5" / "tex-svg.js"
    settings = f"window.MathJax = {json.dumps(MATHJAX_SETTINGS)};"
    # Neither sequence may stand in a script element; to JavaScript the
    # backslash changes nothing.
    source = re.sub(r"<(?=/script|!--)", r"<\\", path.read_text(), flags=re.IGNORECASE)
    return Markup(f"{settings}\n{source}")


def security_policy(script: str) -> str:
    """What a browser may do with a page: nothing, but run the one script as it is."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    scripts = f"'sha256-{digest}'" if script else "'none'"
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
