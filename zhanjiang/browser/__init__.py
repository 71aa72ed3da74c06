"""Chromium, for the few pages that a script makes: started at the first request that asks for it, never before.

``download_handler`` takes requests whose ``meta["browser"]`` names one of ``visits``; all others go the plain way.
``availability`` says whether there is a browser at all, without loading anything of it.
"""
