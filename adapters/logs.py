"""Logging: one event a line, for eyes or for machines. Callers log ids, kinds and numbers, never anyone's words."""

import logging
import sys

import structlog
from structlog.typing import Processor

#: Libraries that write message bodies, or a line a request, below this level.
_CHATTY = (
    "aiohttp.access",
    "apscheduler",
    "botbuilder",
    "botframework",
    "dbos",
    "httpx",
    "httpx2",
    "matplotlib",
    "msal",
    "msrest",
    "openai",
    "slack_bolt",
    "slack_sdk",
    "urllib3",
)


def set_up_logging(level: str, form: str) -> None:
    """Send all logging to standard error; `form` is "console" or "json"."""
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    before: list[Processor] = [structlog.contextvars.merge_contextvars, structlog.stdlib.add_log_level, stamp]
    after: list[Processor] = [structlog.processors.JSONRenderer()] if form == "json" else [_console()]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *before,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*before, structlog.stdlib.add_logger_name],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                *after,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def _console() -> structlog.dev.ConsoleRenderer:
    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback, pad_event_to=24
    )
