"""Is my item covered? Descriptions with the entries that are right, and what finding them is worth."""
