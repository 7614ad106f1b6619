"""What tests of convolutions are made of: the assignment and the reference's functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder import assignments
from solutions import convolution as reference

Function = Callable[..., Any]
ASSIGNMENT = assignments.load("convolution")
conv_forward: Function = reference.conv_forward
conv_backward: Function = reference.conv_backward
im2col: Function = reference.im2col
zero_pad: Function = reference.zero_pad
conv_step: Function = reference.conv_step
max_pool_forward: Function = reference.max_pool_forward
