"""What the rules make of one saved page: each field with its rule and the alternatives, and test cases made of it."""
