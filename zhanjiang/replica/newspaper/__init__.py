"""The newspapers: the digital one of 2012 to 2023, its site since 2024, and the old news host.

The ``desk`` writes an edition at its first request, each from a chance of its own, on the days of the ``schedule``.
``digital``, ``paper`` and ``old_news`` answer for the sites; ``truth`` has what an ideal crawler reports of them.
"""
