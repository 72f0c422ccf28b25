"""Reading complaints from files: CSV, JSON Lines and what helpdesks export."""
