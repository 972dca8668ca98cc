"""The one recipe: labelled records and settings into a model and a report.

`targets` turns records into numbers, `fit` trains an encoder with its heads, `recipe` adds calibration and evaluation.
"""
