#!/usr/bin/env python3
"""Django's command line for this site."""

import os
import sys


def main() -> None:
    """Run one management command; a bad configuration is one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "centene_site.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"The site is not configured: {error}")


if __name__ == "__main__":
    main()
