"""An invented company and a month of its life, to be loaded into the playground.

Norrvik makes industrial pumps in Rotterdam, Bielefeld, Penang and Querétaro. Its people, and everything they say here,
are made up.
"""
