"""Re-identification: what readers can put together from all releases of a case and the draft. It flags and explains."""

from .assessing import FEW, Assessment, Mention, PersonFinding, ReaderFinding, assess
from .counting import Subtraction
from .telling import ToldLine

__all__ = ["FEW", "Assessment", "Mention", "PersonFinding", "ReaderFinding", "Subtraction", "ToldLine", "assess"]
