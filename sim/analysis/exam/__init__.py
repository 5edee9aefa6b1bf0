"""Exam: the model held against stylised facts, and rival theories on the same draws."""
