"""A stand-in for the portal over loopback: its sites, pages, newspapers, faults and a mirror, with made-up content.

It shares no code with the crawler, so that one mistake cannot agree with itself. Start it with
``python -m zhanjiang.replica``, ``scrapy replica`` or, from Python, ``zhanjiang.replica.launch.running_replica``.
The ``newsroom`` writes a story (``story``), sometimes prints it again (``reprints``), and changes it in the second of
the ``generations``. A skin dresses it (``skins``, ``templates/``), and a site answers with it (``portal``, ``mobile``,
``image``, ``mirror``): spoilt by ``faults``, lost (``ending``), or left out where the client has it (``conditional``).
The ``server`` sends it. ``truth`` has what an ideal crawler reports of it, ``surroundings`` what it reports of the rest
of its page. The newspapers have a folder of their own, ``newspaper``.
"""
