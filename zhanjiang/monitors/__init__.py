"""Is it well? Monitors judge each run by its counts and the store's, notices say what has changed; and metrics."""
