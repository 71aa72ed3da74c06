"""What pages cost that are made to cost time: processor time and memory, of every reader of pages."""
