"""The egg that scrapyd runs; `scrapyd-deploy` calls this file. What the package is stands in pyproject.toml."""

from setuptools import find_packages, setup

setup(
    packages=find_packages(include=["zhanjiang", "zhanjiang.*"]),
    package_data={"zhanjiang": ["**/*"]},  # tables, templates, word lists: each file that git has
    exclude_package_data={"": ["*.pyc"]},
    zip_safe=False,
)
