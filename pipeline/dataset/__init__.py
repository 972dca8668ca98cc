"""The labelled laws: loaded, checked, grouped into families, split by country.

`load` reads and fingerprints, `check` finds what breaks the codebook, `families` finds near-copies, `split` keeps a
country and a family from straddling train and test, `resemblance` tells which outside provisions a record resembles.

New rows: `incoming` and `exports` read them, `columns` and `cells` understand them, `drafts` and `labels` check them,
`naming` and `kinship` give them ids and families, `adding` refuses repeats and puts the rest in place. `suggest` tells
which provisions to label next, `figures` and `portrait` count what is there.
"""
