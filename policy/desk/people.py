"""Who is at the desk."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def staff(request: HttpRequest) -> User:
    """The signed-in member of staff; the admin lets no one else in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
