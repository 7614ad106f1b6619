"""Mutation testing: do the hidden tests notice every small change to a solution?"""
