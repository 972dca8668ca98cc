"""The labelled laws: loaded, checked, grouped into families, split by country.

`load` reads and fingerprints, `check` finds what breaks the codebook, `families` finds near-copies, `split` keeps a
country and a family from straddling train and test, `resemblance` tells which outside provisions a record resembles.
"""
