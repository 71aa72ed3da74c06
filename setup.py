"""For `scrapyd-deploy`, which calls this file to build an egg. What the package is stands in pyproject.toml."""

from setuptools import setup

setup(zip_safe=False)
