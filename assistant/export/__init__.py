"""Papers in the formats in which they are handed out."""
