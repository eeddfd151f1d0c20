"""When each word is heard, and what is written of that: captions, transcripts, chapters, the page that reads along."""
