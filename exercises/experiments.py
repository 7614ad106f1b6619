"""Shared by the experiments of this notebook. There is nothing to write, and nothing is graded."""

import base64
import html
import io
import json
from pathlib import Path

import matplotlib.pyplot as plt
from IPython.display import HTML, display

plt.rcParams.update({"figure.figsize": (6, 3.5), "figure.constrained_layout.use": True})


def show(description):
    """Show the picture that was drawn; the description is for those who cannot see it."""
    png = io.BytesIO()
    plt.savefig(png, format="png")
    plt.close("all")
    data = base64.b64encode(png.getvalue()).decode()
    alt = html.escape(description)
    display(HTML(f'<img alt="{alt}" src="data:image/png;base64,{data}" style="max-width: 100%">'))


def keep_best(task, result, how="", smaller_is_better=False, file="my_best_results.json"):
    """Compare a result with your best so far, keep the better one in a file, and print both."""
    try:
        records = dict(json.loads(Path(file).read_text()))
        best, best_how = records[task]
        before = f"Before, your best was {round(best, 2):g} ({best_how})."
        print(f"{task}: {round(result, 2):g}. {before}")
        is_better = result < best if smaller_is_better else result > best
    except FileNotFoundError:
        records, is_better = {}, True
    except KeyError:
        is_better = True
    except (OSError, ValueError, TypeError):
        print(f"{file} cannot be read: it is begun anew.")
        records, is_better = {}, True
    if not is_better:
        return
    print(f"{task}: {round(result, 2):g} is your best so far.")
    try:
        Path(file).write_text(json.dumps(records | {task: [float(result), how]}, indent=2))
    except OSError as error:
        print(f"It could not be kept: {error}.")
