"""What was handed in elsewhere: read from archives, matched with the roster, put in place."""
