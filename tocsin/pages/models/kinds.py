"""The kinds of pages, one tree for each language: home, campaigns, the blog and its posts, and plain texts."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from tocsin.campaigns.models import Campaign
from tocsin.disclosure.models import PublicRelease
from tocsin.pages.blocks import Body
from tocsin.pages.editing import PostForm

from .base import WindowPage


class HomePage(WindowPage):
    """The first page of a language: what the organisation stands for, live campaigns, latest posts."""

    intro = models.TextField(_("introduction"), blank=True, max_length=600)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["pages.CampaignPage", "pages.BlogIndexPage", "pages.TextPage"]

    class Meta:
        db_table = "pages_home"

    @property
    def window_path(self) -> str:
        return f"/{self.language}/"


class CampaignPage(WindowPage):
    """A campaign in one language. Its facts are its release's statements; only the introduction is written here."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    intro = models.TextField(
        _("introduction"), blank=True, max_length=1200, help_text=_("Why this matters. No facts about people.")
    )

    content_panels = [*Page.content_panels, FieldPanel("campaign"), FieldPanel("intro")]
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        db_table = "pages_campaign"

    @property
    def window_path(self) -> str:
        return f"/{self.language}/campaigns/{self.campaign.slug}/"

    def clean(self) -> None:
        super().clean()
        others = CampaignPage.objects.filter(campaign=self.campaign_id, locale=self.locale_id).exclude(pk=self.pk)
        if self.campaign_id and others.exists():
            raise ValidationError({"campaign": _("This campaign has a page in this language already.")})


class BlogIndexPage(WindowPage):
    """All posts of a language, newest first, and their feed."""

    content_panels = Page.content_panels
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.PostPage"]
    max_count_per_parent = 1

    class Meta:
        db_table = "pages_blog"

    @property
    def window_path(self) -> str:
        return f"/{self.language}/blog/"


class PostPage(WindowPage):
    """A post; where it tells something from a case it is built on a release, and cannot stand without it."""

    date = models.DateField(_("date"), default=timezone.localdate)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    body = StreamField(Body(), verbose_name=_("text"))
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    release = models.ForeignKey(PublicRelease, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    content_panels = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("campaign"),
        FieldPanel("release", help_text=_("What the post tells of a case must be this release's words.")),
    ]
    base_form_class = PostForm
    parent_page_types = ["pages.BlogIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        db_table = "pages_post"

    @property
    def window_path(self) -> str:
        return f"/{self.language}/blog/{self.slug}/"


class TextPage(WindowPage):
    """A plain text such as the privacy notice or the imprint."""

    body = StreamField(Body(), verbose_name=_("text"))

    content_panels = [*Page.content_panels, FieldPanel("body")]
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        db_table = "pages_text"

    @property
    def window_path(self) -> str:
        return f"/{self.language}/{self.slug}/"
