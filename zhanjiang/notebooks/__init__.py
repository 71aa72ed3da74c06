"""The store for notebooks and scripts: articles as objects and as tables, without a crawl and without Scrapy."""
