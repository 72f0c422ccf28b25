"""How a message is understood: text to features, features to calibrated labels, and the training of both."""
