"""How good a model is on countries it has not seen: metrics beside baselines, with intervals over countries."""
