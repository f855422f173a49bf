"""Site files of ftr-site-config, given away by their authors, become rule files of ours: read, mapped, reported."""
