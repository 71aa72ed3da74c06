"""The commands as Scrapy lists them: each loads its namesake in ``zhanjiang.commands``. See ``console.deferred``."""
