"""Pages of a long list, each at one address."""

from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _


def page_of(
    request: HttpRequest, items: Any, per_page: int, count: int | None = None
) -> Page[Any]:
    """The page that ``?page=`` names, the first by default.

    ``count`` is how many items there are, where that is known: else they are counted.

    Raises Http404 beyond the end and for what is no number: endless addresses for the
    same page would fill every cache.
    """
    number = request.GET.get("page", "1")
    try:
        if not number.isascii() or not number.isdigit():
            raise InvalidPage(number)
        paginator = Paginator(items, per_page)
        if count is not None:
            paginator.count = count
        return paginator.page(number)
    except InvalidPage:
        raise Http404(_("There is no such page.")) from None
