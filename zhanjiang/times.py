"""One clock, one form of a moment, one reader of a day."""
