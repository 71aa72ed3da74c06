"""What a user types after ``scrapy``: one file for each command."""
