"""How the desk hangs in Wagtail's admin: its addresses, its menu, its home, its looks."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.utils.html import format_html, format_html_join
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import attention, menu


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern | URLResolver]:
    return [path("", include("tocsin.desk.urls"))]


@hooks.register("construct_main_menu")
def desk_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Ours, and of Wagtail's own what the person's roles need."""
    items[:] = [*menu.items_for(request), *(item for item in items if menu.keeps(request, item))]


@hooks.register("construct_homepage_panels", order=1000)
def desk_home(request: HttpRequest, panels: list[object]) -> None:
    panels[:] = [attention.AttentionPanel(request)]


@hooks.register("insert_global_admin_css")
def desk_css() -> str:
    sheets = [(static(f"desk/{name}.css"),) for name in ("desk", "case")]
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)


@hooks.register("insert_global_admin_js")
def desk_js() -> str:
    return format_html('<script src="{}"></script>', static("desk/choosers.js"))
