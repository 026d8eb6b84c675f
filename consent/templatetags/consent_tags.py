"""How cookies are shown."""

from django import template

from consent.own_cookies import shown_name

register = template.Library()

register.filter("cookie_name", shown_name)
