"""What an archive holds, counted: over time, by site, by label, by word; and drawn."""
