"""The labels a message can carry. The words are in docs/glossary.md and in exports, so they never change."""

from enum import StrEnum


class Intent(StrEnum):
    """What a person wants from a message in a direct chat."""

    COMPLAINT = "complaint"
    QUESTION = "question"  # how do I ...?
    STATUS = "status"  # what about my issue?
    THANKS = "thanks"
    UPDATE = "update"  # news from IT
    OTHER = "other"  # small talk, off topic, a wish for the bot


class Cause(StrEnum):
    """Why it hurts."""

    DEFECT = "defect"
    ACCESS = "access"
    PERFORMANCE = "performance"
    DATA = "data"
    INTEGRATION = "integration"
    MISSING_FEATURE = "missing_feature"
    PROCESS = "process"
    TRAINING = "training"
    COMMUNICATION = "communication"
    OTHER = "other"


class Module(StrEnum):
    """The business area."""

    FINANCE = "finance"
    PROCUREMENT = "procurement"
    INVENTORY = "inventory"
    SALES = "sales"
    MANUFACTURING = "manufacturing"
    HR_PAYROLL = "hr_payroll"
    REPORTING = "reporting"
    PROJECTS = "projects"
    CRM = "crm"
    MAINTENANCE = "maintenance"
    PLATFORM = "platform"
    UNKNOWN = "unknown"


class Impact(StrEnum):
    """How much it hurts, in the reporter's own view."""

    BLOCKED = "blocked"
    SLOWED = "slowed"
    ANNOYED = "annoyed"
    NONE = "none"
