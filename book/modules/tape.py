"""Numbers that remember how they were made: slopes by a sweep back, and a picture of the circuit.

``circuit("(x + y) * z", x=-2.0, y=5.0, z=-4.0)`` computes a formula and all its slopes, and
``draw`` draws it. The page "Circuits and the chain rule" explains each part.
"""

import math
from dataclasses import dataclass, field
from itertools import count

import matplotlib.pyplot as plt
from matplotlib.textpath import TextPath

counter = count()


@dataclass(eq=False)
class Num:
    """A number, the gate that made it, and its slope in each of the gate's inputs."""

    value: float
    label: str = ""  # the gate that made it or, at the start, its name
    inputs: tuple = ()
    slopes: tuple = ()  # one local gradient for each input
    grad: float = 0.0
    number: int = field(default_factory=lambda: next(counter))

    def __add__(a, b):
        if isinstance(b, Num):
            return Num(a.value + b.value, "+", (a, b), (1.0, 1.0))
        return Num(a.value + b, f"{b:+g}", (a,), (1.0,))

    def __mul__(a, b):
        if isinstance(b, Num):
            return Num(a.value * b.value, "×", (a, b), (b.value, a.value))
        return Num(a.value * b, f"×{b:g}", (a,), (float(b),))

    # Minus, division and powers are made of what there is.
    __radd__, __rmul__ = __add__, __mul__

    def __neg__(a):
        return a * -1

    def __sub__(a, b):
        return a + -b

    def __rsub__(a, b):
        return -a + b

    def __truediv__(a, b):
        return a * (inverse(b) if isinstance(b, Num) else 1 / b)

    def __rtruediv__(a, b):
        return inverse(a) if b == 1 else inverse(a) * b

    def __pow__(a, k):
        return Num(a.value**k, f"$x^{{{k}}}$", (a,), (k * a.value ** (k - 1),))


def history(out):
    """List all numbers that led to ``out``, each behind its inputs."""
    found, todo = {out.number: out}, [out]
    while todo:
        for a in todo.pop().inputs:
            if a.number not in found:
                found[a.number] = a
                todo.append(a)
    return [found[number] for number in sorted(found)]


def pull_back(out):
    """Give every number that led to ``out`` its gradient: upstream times local, added up."""
    nodes = history(out)
    for node in nodes:
        node.grad = 0.0
    out.grad = 1.0  # how much out changes when out does
    for node in reversed(nodes):
        for a, slope in zip(node.inputs, node.slopes, strict=True):
            a.grad += node.grad * slope  # upstream times local


def exp(a):
    """Raise e to a number; its slope is its value."""
    return Num(math.exp(a.value), "exp", (a,), (math.exp(a.value),))


def copy(a):
    """Hand a number on as it is, so that a fork can be drawn."""
    return Num(a.value, "copy", (a,), (1.0,))


def inverse(a):
    """Divide 1 by a number."""
    return Num(1 / a.value, "1/x", (a,), (-1 / a.value**2,))


def larger(a, b):
    """Take the larger of two numbers, the first where they are equal."""
    if isinstance(a, Num) and isinstance(b, Num):
        slopes = (1.0, 0.0) if a.value >= b.value else (0.0, 1.0)
        return Num(max(a.value, b.value), "max", (a, b), slopes)
    a, b = (a, b) if isinstance(a, Num) else (b, a)  # b is a constant
    return Num(max(a.value, b), f"max {b:g}", (a,), (float(a.value > b),))


def squash(a):
    """Take the sigmoid of a number, as one gate."""
    s = 1 / (1 + math.exp(-a.value))
    return Num(s, "σ", (a,), ((1 - s) * s,))


FUNCTIONS = {"exp": exp, "max": larger, "sigma": squash, "copy": copy}
"""What a formula may call; a gate of your own joins them here."""


def circuit(expression, **inputs):
    """Compute a formula and sweep back; return its value and its inputs, both as ``Num``."""
    leaf = {name: Num(value, name) for name, value in inputs.items()}
    out = eval(expression, dict(FUNCTIONS), leaf)
    pull_back(out)
    return out, leaf


# From here on: where each gate stands, and how its wires run.


def layout(out):
    """Place every gate: return (column, row) by number, and the rows of wires that pass by."""
    column, row, stops, free = {out.number: 0}, {}, {}, count()
    for node in reversed(history(out)):  # as far right as the gates that read it allow
        for a in node.inputs:
            column[a.number] = min(column.get(a.number, 0), column[node.number] - 1)

    def put(node):  # a gate sits halfway between what it reads
        rows = []
        for k, a in enumerate(node.inputs):
            passed = range(column[a.number] + 1, column[node.number])
            if passed:  # a wire that passes whole columns gets a free row
                rows.append(next(free))
                stops[node.number, k] = passed, -rows[-1]
            elif a.number not in row:
                put(a)
                rows.append(row[a.number])
        row[node.number] = sum(rows) / len(rows) if rows else next(free)

    put(out)
    return {n: (column[n], -row[n]) for n in row}, stops


def routes(nodes, at, stops):
    """List the wires, each as (source's number, [(gap, from row, to row), ...]).

    A gap is named by the column on its right. Wires end a little above or below the middle of
    a gate that has two.
    """
    found = []
    for node in nodes:
        column, middle = at[node.number]
        starts = [
            stops.get((node.number, k), ((), at[a.number][1]))[1] for k, a in enumerate(node.inputs)
        ]
        ports = [0.14 * ((start > middle) - (start < middle)) for start in starts]
        if len(ports) == 2 and ports[0] == ports[1]:
            ports = [0.14, -0.14]
        for k, a in enumerate(node.inputs):
            first, begin = at[a.number]
            passed, high = stops.get((node.number, k), ((), begin))
            turns = [(first + 1, begin, high)] if passed else []
            found.append((a.number, [*turns, (column, high, middle + ports[k])]))
    return found


def lanes(wires):
    """Give each source that changes its row in a gap a lane of its own there."""
    taken = {}
    for source, turns in wires:
        for gap, begin, end in turns:
            if begin != end and source not in taken.setdefault(gap, []):
                taken[gap].append(source)
    return taken


def inches(text):
    """Measure a text."""
    return TextPath((0, 0), text, size=11).get_extents().width / 72


def signed(text):
    """Write minus signs as such."""
    return text.replace("-", "−")


def spread(nodes, at, taken, form):
    """Make each column as wide as its widest box, its widest number and its lanes."""
    texts = {
        node.number: (
            signed(form.format(node.value + 0.0)),
            "◂" + signed(form.format(node.grad + 0.0)),
        )
        for node in nodes
    }
    place, edge = {}, 0.05
    for c in sorted({c for c, _ in at.values()}):
        here = [node for node in nodes if at[node.number][0] == c]
        half = max(inches(signed(node.label)) for node in here) / 2 + 0.08
        room = max(inches(text) for node in here for text in texts[node.number]) + 0.16
        box, fork = edge + half, edge + 2 * half + room
        place[c] = edge, box, fork - room / 2, fork  # wires in, box, numbers, wires out
        edge = fork + 0.14 + 0.09 * len(taken.get(c + 1, ()))
    return place, texts, fork + 0.05


def draw_wires(ax, wires, taken, place):
    """Draw the wires, with a dot where one forks."""
    style, seen = {"color": "0.45", "lw": 1.2, "zorder": 1}, {}
    for source, turns in wires:
        for gap, begin, end in turns:
            edge = place[gap][0]
            left = place[gap - 1][3]
            lane = left + 0.09 * (taken[gap].index(source) + 0.8) if begin != end else left
            ax.plot([left, lane, lane, edge], [begin, begin, end, end], **style)
            seen.setdefault((source, gap, begin), set()).add((lane, end))
        (gap, begin, end), last = turns[0], turns[-1]
        for passed in range(gap, last[0]):  # whole columns, in the wire's own row
            ax.plot([place[passed][0], place[passed][3]], [last[1]] * 2, **style)
        ax.plot([place[last[0]][0], place[last[0]][1]], [last[2]] * 2, **style)
    for (_, _, begin), ends in seen.items():
        if len(ends) > 1:
            ax.plot(max(ends)[0], begin, "o", markersize=3.5, **style)


def draw(expression, grads=True, form="{:.2f}", **inputs):
    """Draw a formula's circuit, and return the slope in each input.

    Values stand in green above each wire, gradients in red italics below it; with
    ``grads=False`` the red numbers are left to you.
    """
    out, leaf = circuit(expression, **inputs)
    nodes, (at, stops) = history(out), layout(out)
    wires = routes(nodes, at, stops)
    taken = lanes(wires)
    place, texts, width = spread(nodes, at, taken, form)
    low = min(y for _, y in [*at.values(), *stops.values()])
    ax = plt.subplots(figsize=(width, 0.62 * (1.2 - low)))[1]
    draw_wires(ax, wires, taken, place)
    font = {"ha": "center", "size": 11}
    for node in nodes:
        (c, y), (green, red) = at[node.number], texts[node.number]
        _, box, x, fork = place[c]
        ax.plot([box, fork], [y, y], color="0.45", lw=1.2, zorder=1)
        ax.text(x, y + 0.07, green, color="#00704f", va="bottom", **font)
        ax.text(x, y - 0.1, red * grads, color="#c03000", style="italic", va="top", **font)
        frame = "0.3" if node.inputs else "white"  # what has no inputs gets no frame
        bbox = {"boxstyle": "round", "facecolor": "white", "edgecolor": frame}
        ax.text(box, y, signed(node.label), va="center", zorder=3, bbox=bbox, **font)
    ax.set(xlim=(0, width), ylim=(low - 0.6, 0.6), position=(0, 0, 1, 1))
    ax.axis("off")
    return {name: node.grad for name, node in leaf.items()}
