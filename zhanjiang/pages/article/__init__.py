"""An article's page on the portal, the mobile site or a mirror: head, body, captions, kind, the loader of its item."""
