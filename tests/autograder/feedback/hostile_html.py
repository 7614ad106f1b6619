"""Every way into a page that a test knows, each with a mark of its own."""

import base64

HOSTILE = """
<script>alert("script")</script>
<img src="x" onerror="alert('onerror')">
<img src="http://remote.invalid/pixel.png" alt="pixel">
<img src="data:image/svg+xml;base64,{svg}">
<a href="javascript:alert('link')">click me</a>
<a href="java&#10;script:alert('link')">click me too</a>
<a href="data:text/html,<script>alert('data')</script>">and me</a>
<iframe src="http://remote.invalid/frame" srcdoc="<script>alert('frame')</script>"></iframe>
<iframe src="http://remote.invalid/bare-frame"></iframe>
<video src="http://remote.invalid/film.mp4" autoplay></video>
<svg onload="alert('svg')"><style><img src=x onerror=alert('svg')></style></svg>
<math><mtext><style><img src=x onerror=alert('mutation')></style></mtext></math>
<style>body {{ background: url(http://remote.invalid/background.png) }}</style>
<link rel="stylesheet" href="http://remote.invalid/style.css">
<meta http-equiv="refresh" content="0; url=http://remote.invalid/">
<form action="http://remote.invalid/"><button>send</button></form>
<div style="background: url(http://remote.invalid/div.png)" onclick="alert('div')">text</div>
<details open ontoggle="alert('toggle')"><summary>more</summary></details>
<base href="http://remote.invalid/">
""".format(
    svg=base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert()"/>').decode()
)
HOSTILE_LINES = HOSTILE.strip().splitlines()
HOSTILE_MARKDOWN = (
    "[click](javascript:alert('markdown')) ![p](http://remote.invalid/markdown.png)\n\n"
    "$\\href{javascript:alert('maths')}{x}$ $\\require{html}$ $\\cancel{y}$\n"
)
