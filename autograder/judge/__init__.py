"""Decides what is right, and tells how a wrong answer is wrong: runs outside, trusts no reply."""
