"""What every platform promises the core. A new `Chat` joins by becoming a desk in conftest.py."""
