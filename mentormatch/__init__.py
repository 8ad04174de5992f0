"""Find the mentor who fits, prove that the assignment is the best, and explain it."""
