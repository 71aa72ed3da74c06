"""What things are called: addresses of the portal and of the newspapers, sites, article IDs, pages of the ledger.

Pure functions and frozen records, without network and settings.
"""
