"""The web playground: a platform of its own, small enough to run on a laptop and real enough to try everything on."""
