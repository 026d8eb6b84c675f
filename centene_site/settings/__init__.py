"""Settings by subject, read strictly from environment variables.

A variable bears the name of the Django or package setting that it sets. Nothing
unsafe is on unless asked for. docs/configuration.md lists them all.
"""

from centene_site.settings.base import *
from centene_site.settings.company import *
from centene_site.settings.logs import *
from centene_site.settings.mail import *
from centene_site.settings.rooms import *
from centene_site.settings.security import *
from centene_site.settings.visitors import *
