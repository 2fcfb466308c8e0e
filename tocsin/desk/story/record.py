"""What is recorded of the case beside its people: what events rest on, risk, a number, a photograph. All invented."""

from __future__ import annotations

import datetime as dt
import io

from django.utils import timezone
from PIL import Image, ImageDraw

from tocsin.cases import actions as cases
from tocsin.cases.actions import RestsOn
from tocsin.core.dates import UncertainDate

from .stage import Stage

REVIEW_AFTER = dt.timedelta(days=30)
RISKS = (
    ("members", "life", "Who is returned is punished; who is named before is punished harder."),
    ("relatives", "high", "Punishment reaches the families. Nothing that leads to a household may be told."),
    ("helpers", "high", "A detail of the way would be enough. Nothing of it is written down, here neither."),
    ("partners", "raised", "They work near the border, where security has been raised."),
)


def resting_on(stage: Stage, number: int = 2) -> list[RestsOn]:
    """The first reports, as reliable as they were judged when they came."""
    return [
        RestsOn(
            report=report.pk,
            reliability=report.reliability,
            confirmation="probable",
            received=UncertainDate.parse(timezone.localdate(report.received_at).isoformat()),
        )
        for report in stage.reports[:number]
    ]


def weigh_the_risk(stage: Stage) -> None:
    """The risk to each circle, to be weighed again within a month."""
    for circle, level, reasons in RISKS:
        cases.assess_risk(
            actor=stage.actor("mina"),
            case=stage.case,
            circle=circle,
            level=level,
            reasons=reasons,
            review_on=timezone.localdate() + REVIEW_AFTER,
        )


def keep_what_she_sent(stage: Stage) -> None:
    """The daughter's telephone number, and a photograph of her mother, with where it was taken inside."""
    mina = stage.actor("mina")
    cases.add_detail(actor=mina, person=stage.persons["waiting_daughter"], kind="phone", text="+82 10 5550 0142")
    stage.photograph = cases.add_attachment(
        actor=mina,
        case=stage.case,
        person=stage.persons["woman"],
        kind="photo",
        data=photograph("Taken at home, Hoeryong, New Year 2011"),
        file_name="mother.jpg",
    )


def photograph(says: str) -> bytes:
    """A drawn portrait as a JPEG that says in its EXIF where it was taken."""
    picture = Image.new("RGB", (900, 1200), (214, 206, 192))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 860, 900, 1200), fill=(150, 140, 128))
    draw.ellipse((170, 760, 730, 1500), fill=(92, 74, 86))
    draw.ellipse((290, 290, 610, 720), fill=(222, 190, 164))
    draw.pieslice((268, 240, 632, 660), 180, 360, fill=(196, 196, 196))
    draw.arc((390, 560, 510, 640), 20, 160, fill=(130, 84, 78), width=6)
    for eye in (385, 515):
        draw.ellipse((eye - 14, 470, eye + 14, 488), fill=(64, 52, 48))
    exif = Image.Exif()
    exif[0x010E] = says
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=90, exif=exif)
    return file.getvalue()
