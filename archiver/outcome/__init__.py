"""What became of a URL that was asked for: told apart honestly, so that nothing that is none is called a success."""
