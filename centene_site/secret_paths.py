"""Paths that open something for whoever knows them: no log holds them."""

import logging
import re

# A receipt's code is all that its reader needs, and so is the secret in the links of a
# mail. Beside it stand words of ours, all shorter than a secret that was cut off. The
# number of a request is in its mails, and no log says who opened which.
SECRET_PATHS = re.compile(
    "(/consent/receipts/+)[^/]+|(/subscribe/+)[^/]{15,}"
    "|(/privacy-rights/+(?:requests|sent)/+)[^/]+|(/privacy-rights/+held/+)[^/]{15,}"
)


def without_secrets(path: str) -> str:
    """The path, with "-" for what opens something."""
    return SECRET_PATHS.sub(r"\1\2\3\4-", path)


class SecretPaths(logging.Filter):
    """Django names the path of a request that failed."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                without_secrets(each) if isinstance(each, str) else each
                for each in record.args
            )
        return True
