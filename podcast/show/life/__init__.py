"""What becomes of an episode once it is published: corrected, taken away, brought back."""
