#!/usr/bin/env python3
"""The one command of this project: python3 dev.py COMMAND

serve                   prepare whatever is missing, run the site (PORT=8000) and
                        send its mails
staff                   make a staff account on the site that serve runs
manage ARGUMENTS        run manage.py on the site that serve runs
test [ARGUMENTS]        run the tests; ARGUMENTS go to pytest (--coverage: doubles
                        the time)
bench [PARTS]           measure the site beside a bare Django view; bench --help
check                   formatting, types, migrations, settings and lock files
lock [--upgrade]        write the lock files in requirements/ from pyproject.toml
help                    show this text

Only Python 3.11 or newer is needed. Variables that serve, staff and manage honor:
PORT, SITE_URL, DATA_DIR, DATABASE_URL, SECRET_KEY or SECRET_KEY_FILE, BIND_HOST.
"""

# An older Python has to be able to read this file as far as the sentence it prints.

import sys

OLDEST_PYTHON = (3, 11)


def main(arguments):
    # type: (list[str]) -> int
    """Run one command; 0 is success. What stops it is said in one sentence."""
    if sys.version_info < OLDEST_PYTHON:
        return complain(
            "This project needs Python 3.11 or newer, and {} is Python {}.{}: "
            "install a newer one and run it on this file, for example "
            "python3.11 dev.py serve".format(sys.executable, *sys.version_info[:2])
        )
    from devtools import Refusal
    from devtools.commands import COMMANDS

    name = arguments[0] if arguments else "help"
    if name in ("help", "-h", "--help"):
        print(__doc__)
        return 0
    if name not in COMMANDS:
        return complain(
            "There is no command {!r}: see python3 dev.py help".format(name)
        )
    try:
        return COMMANDS[name](arguments[1:])
    except Refusal as refusal:
        return complain(str(refusal))
    except KeyboardInterrupt:
        return complain("Stopped.")


def complain(sentence):
    # type: (str) -> int
    """Say what is wrong on standard error; the exit code that goes with it."""
    sys.stdout.flush()
    sys.stderr.write(sentence + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
