"""The pages of ``scrapy browse``: by themselves, and in a real Chromium."""
