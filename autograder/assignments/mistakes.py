"""Wrong answers that people really write: in each assignment, a module for each exercise.

Each public function of `autograder/assignments/NAME/mistakes/EXERCISE.py` (each class, where
the exercise is one) is a wrong implementation, called as the exercise is. Its name is that of the
mistake, its docstring the sentence that helps: the tests prove that the hidden tests reject it and
name it. What many mistakes have right is a helper, so that the difference shows; helpers, and
modules of helpers, begin with an underscore. `autograder.judge.mistake` says how a mistake
is written that another function makes, or that needs a second wrong function.

Of mistakes that explain a wrong answer equally well the first one is named. The first three of
every exercise are written out whole, as their authors would: the sample class hands them in.
"""
