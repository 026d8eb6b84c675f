from rights.models.answer import AnswerFile, FileFacts
from rights.models.hold import Hold, HoldRelease
from rights.models.message import AnswerTemplate, Message, Note
from rights.models.request import Personal, RightsRequest
from rights.models.step import PersonalView, Step

__all__ = [
    "AnswerFile",
    "AnswerTemplate",
    "FileFacts",
    "Hold",
    "HoldRelease",
    "Message",
    "Note",
    "Personal",
    "PersonalView",
    "RightsRequest",
    "Step",
]
