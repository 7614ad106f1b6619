"""Wrong answers that people really write, a module an assignment or a topic of one.

Each function is a wrong implementation, called as the exercise is: the tests
prove that the hidden tests reject it and name it. What many mistakes have right
is a helper, so that the difference shows. The first three of every exercise are
written out whole, as their authors would: the sample class hands them in.
"""
