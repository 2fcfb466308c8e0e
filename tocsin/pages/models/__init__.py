"""Pages, comments, and what is kept about their way into the window."""

from .base import SLUG, WindowPage
from .kinds import BlogIndexPage, CampaignPage, HomePage, PostPage, TextPage
from .records import Comment, Trouble, WindowAddress

__all__ = [
    "SLUG",
    "BlogIndexPage",
    "CampaignPage",
    "Comment",
    "HomePage",
    "PostPage",
    "TextPage",
    "Trouble",
    "WindowAddress",
    "WindowPage",
]
