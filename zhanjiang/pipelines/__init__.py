"""The way of an article from its page to the store, a step a file; ``settings.ITEM_PIPELINES`` has their order."""
