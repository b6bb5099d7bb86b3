"""The browser app: thin pages on Solara that show what the package computes."""
