"""The store as web pages on this machine alone: read-only, without a script, and without a request to anybody else.

``site`` answers requests as a pure function of the store; ``serving`` puts it on a port; each other module has the
pages of one kind, and their templates are in ``templates/``.
"""
