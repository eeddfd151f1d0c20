"""Pictures: drawn, set in Bengali type, or a show's own; light to import, for one is drawn by a process of its own."""
