"""Which business areas an update names."""

# ruff: noqa: E501  (patterns and tables of words read best on one line)
import re

from bot.listening.labels import Module

_AREAS: tuple[tuple[Module, re.Pattern[str]], ...] = tuple(
    (module, re.compile(rf"\b(?:{words})"))
    for module, words in (
        (Module.FINANCE, r"invoic|payment|ledger|vat\b|tax(?:es)?\b|bank|posting period|cost cent|accounts? (?:payable|receivable)|accounting|dunning|finance\b|budget|month-end|journal|expense|treasury|f110\b|fi\b"),
        (Module.PROCUREMENT, r"purchas|procure|supplier|vendor|requisition|ariba|three-way match|me2\d"),
        (Module.INVENTORY, r"stock\b|warehouse|goods (?:receipt|issue|movement)|inventory|handling unit|picking|bin\b|migo|mmbe|ewm|scanner"),
        (Module.SALES, r"sales\b|quotation|customer order|order entry|pric(?:e|ing)\b|deliver(?:y|ies)\b|shipment|shipping|va0\d|credit check|checkout"),
        (Module.MANUFACTURING, r"production order|manufactur|shop floor|mrp\b|bom\b|bill of material|routing\b|mes\b|planned order"),
        (Module.HR_PAYROLL, r"payroll|payslip|salar(?:y|ies)|hr\b|leave balance|time sheet|timesheet|successfactors|workday|clock-in|employee self"),
        (Module.REPORTING, r"report(?:s|ing)?\b(?! (?:it|to|problems?))|dashboard|power bi|qlik|analytics|data warehouse|bw\b"),
        (Module.PROJECTS, r"wbs|project (?:system|module|costing|budget)|timesheets? for projects"),
        (Module.CRM, r"crm\b|salesforce|lead management|opportunit"),
        (Module.MAINTENANCE, r"work orders?\b|plant maintenance|pm notification|maintenance (?:order|notification|crew)"),
        (Module.PLATFORM, r"log ?(?:in|on|off)|sign[ -]?in|password|network|vpn|server|database|cluster|nodes?\b|storage|certificate|sso\b|mfa\b|e-?mail|outlook|teams\b|citrix|laptop|printer|kubernetes|firewall|client|backup"),
    )
)  # fmt: skip


def modules_in(text: str) -> tuple[str, ...]:
    """The areas named, in the order of design.md; values of `Module`."""
    head = text[:20_000].lower()
    return tuple(module.value for module, pattern in _AREAS if pattern.search(head))
