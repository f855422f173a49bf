"""What people know of sites and of languages, as data: packs of rules, loaded, chosen and matched."""
