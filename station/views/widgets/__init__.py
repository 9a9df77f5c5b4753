"""Small widgets that any page may use. They take plain values; they know no patient and no store."""
