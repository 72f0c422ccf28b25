"""Microsoft Teams. The only package that knows Microsoft's libraries, see docs/adr/0002."""
