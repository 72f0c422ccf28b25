"""How the judge that ships was made: `python -m tests.eval.translation.judge.train`.

Needs the packages of the dependency group `judge` and about an hour of two cores. Nothing of the service imports this.
"""
