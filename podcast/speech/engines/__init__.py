"""The engines. Each is imported when a voice first asks for it; see :data:`podcast.speech.engine.ENGINES`."""
