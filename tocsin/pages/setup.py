"""Founding the site: a tree of pages for each language, published, and the site's own answers."""

from __future__ import annotations

from typing import Any

from wagtail.models import Locale, Page, Site

from tocsin.core.actions import Actor, Done, action

from . import policy, seeds, window
from .models import BlogIndexPage, HomePage, TextPage, WindowPage
from .organisation import organisation
from .rendered.standing import standing_outputs
from .rendering import LANGUAGES


@action("pages.site_founded", policy=policy.may_found)
def found_site(*, actor: Actor) -> Done[dict[str, HomePage]]:
    """Make and publish what is missing, in every language; what is there already stays as its editors left it."""
    homes = {language: _home(language) for language in LANGUAGES}
    _site(homes[LANGUAGES[0]])
    pages: list[Any] = []
    for language, home in homes.items():
        pages += [home, *_below(home, language)]
    _write_standing()
    for page in pages:
        if not page.live:
            page.save_revision().publish()
    return Done(homes, subject="site", detail={"languages": list(LANGUAGES), "pages": len(pages)})


@action("pages.system_pages_published", policy=policy.may_found)
def publish_system_pages(*, actor: Actor) -> Done[int]:
    """Publish the site's own answers anew and render every live page again, as after an upgrade."""
    written = _write_standing()
    for kind in WindowPage.__subclasses__():
        for page in kind.objects.filter(live=True):
            window.renew(page)
    return Done(written, subject="site", detail={"addresses": written})


def _write_standing() -> int:
    outputs = list(standing_outputs())
    window.write(outputs)
    return len(outputs)


def _home(language: str) -> HomePage:
    found = HomePage.objects.filter(locale__language_code=language).first()
    if found is not None:
        return found
    locale, _new = Locale.objects.get_or_create(language_code=language)
    first = HomePage.objects.first()
    seed = seeds.HOME[language]
    page = HomePage(title=seed.title, intro=seed.text, slug=language, locale=locale)
    if first is not None:
        page.translation_key = first.translation_key
    return Page.objects.filter(depth=1).get().add_child(instance=page)


def _below(home: HomePage, language: str) -> list[WindowPage]:
    texts = [_child(home, TextPage, slug, **seeds.text(slug, language)) for slug in seeds.TEXTS]
    return [_child(home, BlogIndexPage, "blog", title=seeds.BLOG[language]), *texts]


def _child(home: HomePage, kind: type[WindowPage], slug: str, **fields: Any) -> WindowPage:
    found = kind.objects.child_of(home).filter(slug=slug).first()
    if found is not None:
        return found
    kin = kind.objects.filter(slug=slug).first()
    page = kind(slug=slug, locale=home.locale, **fields)
    if kin is not None:
        page.translation_key = kin.translation_key
    return home.add_child(instance=page)


def _site(home: HomePage) -> None:
    """Wagtail's own idea of the site; its first page ('Welcome') goes."""
    name, host = organisation().name, organisation().host.partition(":")[0]
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": host, "port": 80, "site_name": name, "root_page": home}
    )
    for page in Page.objects.filter(depth=2).exclude(pk__in=HomePage.objects.values("pk")):
        page.delete()
