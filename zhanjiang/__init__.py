"""Zhanjiang's news, crawled whole: the portal 湛江云媒 / 湛江日报, its mirrors and its digital newspapers.

The layers, lowest first: ``textrepair``, ``urls`` and ``replica`` stand alone; ``items`` and ``processors`` describe an
article and clean its text; ``loaders`` and ``store`` know the fields; ``pages``, ``pipelines``, ``middlewares`` and
``extensions`` are the parts of a crawl; ``spiders`` decide order; ``commands`` are what a user types.
"""

if archive := getattr(__spec__.loader, "archive", None):  # as in an egg
    from zhanjiang.unpacking import unpack

    __path__ = [str(unpack(archive) / __name__)]
