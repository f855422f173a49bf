"""WARC files: written, walked and read back."""
