"""Scores and feedback on their way back, in the forms that learning management systems take."""
