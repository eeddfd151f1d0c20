"""The feed linter: whether what is published is what podcast apps and directories take.

It reads published things only, a feed and the files that it names, and knows nothing of how they were made. The table
of rules is ``rules.tsv``; ``markup`` and ``pages`` take a feed apart, ``channel``, ``items``, ``notes``, ``series`` and
``following`` judge it, ``files``, ``art`` and ``transcript_reading`` what it names, ``places`` find that, and
``linting`` joins them.
"""
