"""Exam: the model checked against stylised facts, and rival theories on the same draws."""
