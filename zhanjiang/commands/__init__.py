"""What a user types behind ``scrapy``: one file for each command."""
