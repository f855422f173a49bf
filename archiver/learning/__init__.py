"""Rules for a site, worked out from its pages: proposed, with what speaks for and against each; never put in force."""
