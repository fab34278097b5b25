"""Handing approved interviews on to processing: typed tables in Parquet with their description, each interview once."""
