"""Sources into provisions; one small file per format."""
