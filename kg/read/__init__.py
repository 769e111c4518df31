"""Files become documents: type, encoding, language, title and date."""
