"""Text before it meets Qt: pure functions that split, mend, colour and disarm what an agent wrote."""
