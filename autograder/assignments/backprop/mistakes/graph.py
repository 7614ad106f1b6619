"""Known mistakes of ``Graph``."""

from autograder.assignments.backprop.mistakes import wrong_graphs
from autograder.judge.exercise import Mistake

GRAPH = (
    Mistake(
        "overwrites",
        "Where a value is used more than once, the gradient of one use overwrites that of another. "
        "They add up.",
        wrong_graphs.Overwrites,
    ),
    Mistake(
        "not_reversed",
        "The way back goes through the gates in the order of the way forward. A gate can only hand "
        "on what has reached it, so the last one comes first.",
        wrong_graphs.NotReversed,
    ),
    Mistake(
        "unused_left_out",
        "A free name that nothing reads is missing in the result. Moving it changes nothing, so "
        "its gradient is zeros, of the shape of its value.",
        wrong_graphs.UnusedLeftOut,
    ),
    Mistake(
        "one_for_all",
        "The list of nodes belongs to the class here, so that all graphs share it. Each graph "
        "needs its own.",
        wrong_graphs.OneForAll,
    ),
    Mistake(
        "adds_up",
        "Gradients of an earlier backward are still in there. Each backward starts from zeros.",
        wrong_graphs.AddsUpFromCallToCall,
    ),
    Mistake(
        "seeded_with_output",
        "The way back starts from the value of the last node. It starts from ones: if the output "
        "grows by a bit, the output grows by that bit.",
        wrong_graphs.SeededWithOutput,
    ),
    Mistake(
        "seeded_with_a_number",
        "The way back starts from a single 1. It starts from an array of ones, of the shape of the "
        "last output.",
        wrong_graphs.SeededWithANumber,
    ),
    Mistake(
        "numbers_for_arrays",
        "Gradients begin as single numbers here, and some never become arrays. Each has the shape "
        "of its value, from the ones at the end to the zeros that are added to.",
        wrong_graphs.NumbersForArrays,
    ),
    Mistake(
        "adds_in_place",
        "A gradient is added in place to an array that is also another value's gradient, since a "
        "gate may hand the same array to two inputs. Make a new array for the sum.",
        wrong_graphs.AddsInPlace,
    ),
    Mistake(
        "unused_is_a_number",
        "The gradient of a name that nothing reads is a single 0. It has the shape of its value, "
        "like every gradient.",
        wrong_graphs.UnusedIsANumber,
    ),
    Mistake(
        "unused_is_none",
        "A name that nothing reads has no gradient here. Moving it changes nothing, so its "
        "gradient is zeros, of the shape of its value.",
        wrong_graphs.UnusedIsNone,
    ),
    Mistake(
        "nodes_too",
        "The gradients of the nodes come back, too. What is asked for is one for each free name.",
        wrong_graphs.NodesToo,
    ),
    Mistake(
        "as_a_list",
        "The gradients come in a list. What is asked for is a dict, from each free name to its "
        "gradient.",
        wrong_graphs.AsAList,
    ),
    Mistake(
        "old_names_kept",
        "A name of an earlier forward is still there. The result has the names of the last one.",
        wrong_graphs.OldNamesKept,
    ),
    Mistake(
        "first_values_kept",
        "The values of the first forward are used for ever. Each forward brings its own.",
        wrong_graphs.FirstValuesKept,
    ),
    Mistake(
        "dead_ends_unknown",
        "A node that nothing reads stops the way back, because nobody sends it a gradient. The "
        "output does not depend on it: its gradient is zeros.",
        wrong_graphs.DeadEndsUnknown,
    ),
    Mistake(
        "all_values",
        "Forward returns the values of all nodes. What is asked for is the output of the last one.",
        wrong_graphs.AllValues,
    ),
    Mistake(
        "first_node",
        "Forward returns the output of the first node. What is asked for is that of the last one.",
        wrong_graphs.FirstNode,
    ),
    Mistake(
        "one_input_unpacked",
        "A gate with one input hands back its gradient itself, and here that is taken apart like a "
        "tuple: of an array, only the first row is used.",
        wrong_graphs.OneInputUnpacked,
    ),
    Mistake(
        "lost_within_a_gate",
        "When a gate reads the same value twice, one of its two gradients is lost. They add up as "
        "those of two gates do.",
        wrong_graphs.LostWithinAGate,
    ),
    Mistake(
        "order_of_values",
        "A gate gets its inputs in the order in which the values are known. It gets them in the "
        "order of its own list of inputs.",
        wrong_graphs.OrderOfValues,
    ),
    Mistake(
        "all_to_each_input",
        "Every input gets the first gradient of its gate. The second input gets the second one.",
        wrong_graphs.AllToEachInput,
    ),
)
