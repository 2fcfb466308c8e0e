"""A newsletter to the list, an update to the signers, some leave by one click; a post with a waiting comment."""

from __future__ import annotations

from tocsin.desk.story.cast import Supporter
from tocsin.desk.story.correspondence import send
from tocsin.desk.story.mailbox import eventually, link_in
from tocsin.desk.story.stage import Stage
from tocsin.desk.story.words import COMMENT, FIRST_POST, NEWSLETTER, UPDATE
from tocsin.front.models import Letterbox
from tocsin.pages import actions as pages
from tocsin.pages.models import Comment

LEAVING = 5
"""So many of those who got the newsletter leave the list by their mail program's button."""


def write_to_them(stage: Stage) -> None:
    _subscribe_readers(stage)
    send(stage, "newsletter", "newsletter", NEWSLETTER, stage.first)
    send(stage, "update", "update", UPDATE, stage.first)
    _leave(stage)
    _post(stage)


def _subscribe_readers(stage: Stage) -> None:
    """A few come to the list without signing, and confirm."""
    readers = [
        Supporter(n, f"Reader {n}", f"reader{n}@list.example", "", ("en", "ko")[n % 2],
                  updates=False, newsletter=True, confirms=True, withdraws=False, repeats=False)
        for n in range(max(4, stage.size // 20))
    ]  # fmt: skip
    stage.crowd.each(readers, stage.crowd.subscribe)
    for reader in readers:
        eventually("a mail to confirm the subscription", lambda reader=reader: bool(_mail_to(stage, reader.email)))
        text = str(stage.mailbox.read(_mail_to(stage, reader.email)[0])["text"])
        stage.crowd.press(link_in(text, "/newsletter/confirm/"), "confirm-subscription")
    eventually("the letterbox is drained", lambda: not Letterbox.objects.exclude(kind="comment").exists())
    stage.say(f"  {len(readers)} readers joined the list and confirmed.")


def _mail_to(stage: Stage, address: str, **search: str) -> list[dict[str, object]]:
    return list(stage.mailbox.messages(to=address, **search))


def _leave(stage: Stage) -> None:
    subject = NEWSLETTER["en"][0]
    mails = stage.mailbox.messages(subject=subject)[:LEAVING]
    links = [str(stage.mailbox.read(mail)["one_click"]) for mail in mails]
    for link in links:
        stage.crowd.follow(link)
        stage.crowd.unsubscribe_at_once(link)
    if links:
        stage.crowd.press(links[0].replace("/unsubscribe/", "/unsubscribed/"), "undo")
    eventually("the letterbox is drained", lambda: not Letterbox.objects.exclude(kind="comment").exists())
    stage.say(f"  {len(links)} left the list with one click; one of them came back.")


def _post(stage: Stage) -> None:
    teo = stage.actor("teo")
    stage.posts.update(pages.publish_post(actor=teo, texts=FIRST_POST, campaign=stage.campaign, release=stage.first))
    path = stage.posts["en"].window_path
    eventually(f"{path} in the window", lambda: stage.crowd.page(path).status_code == 200)
    stage.crowd.comment(path, COMMENT)
    pages.collect_comments(actor=stage.actor("teo"))
    waiting = Comment.objects.filter(state="waiting").count()
    feed = stage.crowd.page("/en/blog/feed.xml")
    stage.say(f"  a post in the blog and the feed ({feed.status_code}); {waiting} comment waits for moderation.")
