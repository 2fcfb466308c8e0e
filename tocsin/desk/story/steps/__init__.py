"""The nine steps of the story, in their order."""

from .step1_reports import receive_reports
from .step2_case import open_the_case
from .step3_release import release_the_first
from .step4_campaign import go_live
from .step5_signatures import let_them_sign
from .step6_letters import write_to_them
from .step7_handover import hand_over
from .step8_outcome import tell_the_outcome
from .step9_withdrawal import withdraw

STEPS = (
    ("Three reports arrive and are sealed", receive_reports),
    ("A caseworker opens the case", open_the_case),
    ("The family agrees, and two people release", release_the_first),
    ("'Save My Friend' goes live", go_live),
    ("The crowd signs", let_them_sign),
    ("A newsletter, an update and a post", write_to_them),
    ("The petition is handed over", hand_over),
    ("The return, and the truth about it", tell_the_outcome),
    ("A relative withdraws consent", withdraw),
)

__all__ = ["STEPS"]
