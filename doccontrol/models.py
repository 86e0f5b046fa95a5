"""Every table of the app, in reading order. Nothing is defined here."""

from doccontrol.acknowledgements.models import Acknowledgement
from doccontrol.announcements.models import Announcement
from doccontrol.clocks.giving.models import Assignment
from doccontrol.clocks.linked_documents import LinkedDocument
from doccontrol.clocks.models import Clock, Decision
from doccontrol.documents.ending.models import Revocation, Withdrawal
from doccontrol.documents.models.authorship import Authorship
from doccontrol.documents.models.controlled import ChangeNote, ControlledDocument, LegalBasis
from doccontrol.documents.models.editions import Attachment, Citation, Edition, FrozenPdf, Signature
from doccontrol.documents.models.kinds import (
    DocumentSection,
    Form,
    GeneralDocument,
    Procedure,
    ProcedureStep,
    QualityPolicy,
    RecordKept,
)
from doccontrol.documents.models.rounds import DraftRound, DraftWorkflow
from doccontrol.documents.models.signed_capacity import ChosenCapacity
from doccontrol.documents.models.workflow_tasks import ApprovalTask, HeadReviewTask
from doccontrol.evidence.results import EvidenceVerification
from doccontrol.jobs.outbox import Job
from doccontrol.organisation.accounts.account_log import AccountChange
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.organisation.models.counting_rules import CountingRule
from doccontrol.organisation.models.holidays import Holiday
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.models.signing_assignments import SigningAssignment
from doccontrol.organisation.models.units import Post, Unit
from doccontrol.register.implementing.models import ChildAnswer
from doccontrol.register.intake.models import IncomingFile, IncomingPage
from doccontrol.register.models.events import AppliedFrom, LawEvent
from doccontrol.register.models.issuers import Issuer, LegalType
from doccontrol.register.models.texts import LegalRelation, LegalText
from doccontrol.triage.mistakes.models import RegisteredByMistake
from doccontrol.triage.models import Triage

__all__ = [
    "AccountChange",
    "Acknowledgement",
    "AgencySettings",
    "Announcement",
    "AppliedFrom",
    "ApprovalTask",
    "Assignment",
    "Attachment",
    "Authorship",
    "ChangeNote",
    "ChildAnswer",
    "ChosenCapacity",
    "Citation",
    "Clock",
    "ControlledDocument",
    "CountingRule",
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
    "RegisteredByMistake",
    "Revocation",
    "Signature",
    "SigningAssignment",
    "Triage",
    "Unit",
    "Withdrawal",
]
