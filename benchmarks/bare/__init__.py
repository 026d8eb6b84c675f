"""The yardstick: a Django project of two views and no middleware."""
