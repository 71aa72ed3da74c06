"""The rotation of the logs, as logrotate reads it."""

from __future__ import annotations

from zhanjiang.schedule.installation import Installation


def rotation(installation: Installation) -> str:
    """The lines for ``/etc/logrotate.d/zhanjiang``: half a year of weeks. A job that runs keeps its file."""
    # The name is a pattern: what means something in one stands for itself in brackets.
    folder = "".join(f"[{letter}]" if letter in "[*?" else letter for letter in str(installation.logs))
    quoted = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f"""\
# Made by `scrapy schedule --format logrotate`: install it as /etc/logrotate.d/zhanjiang.
"{quoted}/*.log" {{
    su {installation.user} {installation.group}
    weekly
    rotate 26
    maxsize 100M
    missingok
    notifempty
    compress
    delaycompress
    nocreate
}}
"""
