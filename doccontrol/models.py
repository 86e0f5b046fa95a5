"""Every table of the app, in reading order. Nothing is defined here."""

from doccontrol.acknowledgements.models import Acknowledgement
from doccontrol.announcements.models import Announcement
from doccontrol.clocks.linked_documents import LinkedDocument
from doccontrol.clocks.models import (
    Clock,
    Decision,
)
from doccontrol.documents.authorship import Authorship
from doccontrol.documents.controlled import (
    ChangeNote,
    ControlledDocument,
    LegalBasis,
)
from doccontrol.documents.edition_models import (
    Attachment,
    Citation,
    Edition,
    FrozenPdf,
    Signature,
)
from doccontrol.documents.ending.models import Revocation, Withdrawal
from doccontrol.documents.models import (
    DocumentSection,
    Form,
    GeneralDocument,
    Procedure,
    ProcedureStep,
    QualityPolicy,
    RecordKept,
)
from doccontrol.documents.rounds import DraftRound, DraftWorkflow
from doccontrol.documents.workflow_models import ApprovalTask, HeadReviewTask
from doccontrol.evidence.results import EvidenceVerification
from doccontrol.organisation.account_log import AccountChange
from doccontrol.organisation.holiday_models import Holiday
from doccontrol.organisation.models import AgencySettings
from doccontrol.organisation.person_models import Person
from doccontrol.organisation.unit_models import (
    Post,
    Unit,
)
from doccontrol.outbox import Job
from doccontrol.register.child_models import ChildAnswer
from doccontrol.register.event_models import (
    AppliedFrom,
    LawEvent,
)
from doccontrol.register.intake.models import IncomingFile, IncomingPage
from doccontrol.register.issuer_models import (
    Issuer,
    LegalType,
)
from doccontrol.register.models import (
    LegalRelation,
    LegalText,
)
from doccontrol.triage.models import Triage

__all__ = [
    "AccountChange",
    "Acknowledgement",
    "AgencySettings",
    "Announcement",
    "AppliedFrom",
    "ApprovalTask",
    "Attachment",
    "Authorship",
    "ChangeNote",
    "ChildAnswer",
    "Citation",
    "Clock",
    "ControlledDocument",
    "Decision",
    "DocumentSection",
    "DraftRound",
    "DraftWorkflow",
    "Edition",
    "EvidenceVerification",
    "Form",
    "FrozenPdf",
    "GeneralDocument",
    "HeadReviewTask",
    "Holiday",
    "IncomingFile",
    "IncomingPage",
    "Issuer",
    "Job",
    "LawEvent",
    "LegalBasis",
    "LegalRelation",
    "LegalText",
    "LegalType",
    "LinkedDocument",
    "Person",
    "Post",
    "Procedure",
    "ProcedureStep",
    "QualityPolicy",
    "RecordKept",
    "Revocation",
    "Signature",
    "Triage",
    "Unit",
    "Withdrawal",
]
