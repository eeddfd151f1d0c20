"""Choose today's articles and compose one edition of them."""
