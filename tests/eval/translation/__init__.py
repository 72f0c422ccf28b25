"""How well the gate and the rewriter do: a bench of pairs with seeded faults, and drafts of updates."""
