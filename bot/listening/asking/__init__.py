"""How-to questions: answered with what somebody in the company wrote down, and kept as a gap where nobody did."""
