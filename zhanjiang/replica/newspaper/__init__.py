"""The newspapers: the digital one of 2012 to 2023, its site since 2024, and the old news host.

Editions are written by the ``desk`` when they are first asked for: each from a chance of its own, on the days that the
``schedule`` has. ``digital``, ``paper`` and ``old_news`` answer for the sites, ``truth`` tells what an ideal crawler
reports of them.
"""
