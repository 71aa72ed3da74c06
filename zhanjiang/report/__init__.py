"""What the store knows, counted: the overview behind ``scrapy status``, and the gaps in the portal's IDs."""
