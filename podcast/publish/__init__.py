"""The published folder -> the world."""
