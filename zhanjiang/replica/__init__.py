"""A stand-in for the portal over loopback: its sites, pages, newspapers, faults and a mirror, with made-up content.

It shares no code with the crawler, so that one mistake cannot agree with itself. Start it with
``python -m zhanjiang.replica``, ``scrapy replica`` or, from Python, ``zhanjiang.replica.launch.running_replica``.
A story (``story``) is written by the ``newsroom``, sometimes printed again (``reprints``) and changed in the second of
the ``generations``; it is dressed by a skin (``skins``, ``templates/``), answered by a site (``portal``, ``mobile``,
``image``, ``mirror``), spoilt by ``faults`` or lost (``ending``), spared where the client has it (``conditional``) and
sent by the ``server``; ``truth`` tells what an ideal crawler reports of it, ``surroundings`` what stands around it. The
newspapers are a folder of their own, ``newspaper``.
"""
