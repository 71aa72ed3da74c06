"""What all our HTML pages share: the base page, one style, the forms of dates and numbers, the drawing of charts.

The pages of ``scrapy browse``, ``scrapy report`` and ``scrapy versions`` need no script and no font, and load nothing.
"""
