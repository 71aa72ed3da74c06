"""A day without anybody at the keyboard: what runs when, for cron and for systemd, in an installation."""
