"""What stops a command, in one sentence, where it is no bug of ours."""

import errno


def explain(problem: Exception) -> str | None:
    """The sentence for a trouble that somebody can mend; None for everything else, which deserves its traceback."""
    import psycopg
    from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError

    from adapters.engine.takeover import AlreadyRunning
    from adapters.language.minilm import EmbedderMissing
    from adapters.language.prompts import PromptError
    from adapters.teams.identity import CertificateUnreadable
    from bot.listening.understanding.model import ModelUnreadable

    if isinstance(problem, AlreadyRunning | CertificateUnreadable | EmbedderMissing | PromptError | ModelUnreadable):
        return str(problem)
    # A DatabaseError of no closer kind is a file that is no database.
    unusable = isinstance(problem, OperationalError | InterfaceError | psycopg.OperationalError)
    if unusable or type(problem) is DatabaseError:
        reason = getattr(problem, "orig", None) or problem
        return f"The database cannot be used ({type(reason).__name__}). `liaison doctor` says more."
    if isinstance(problem, OSError) and problem.errno == errno.EADDRINUSE:
        return "Another program listens on this port already. Choose another one with --port or LIAISON_PORT."
    if isinstance(problem, OSError) and problem.errno in (errno.EADDRNOTAVAIL, errno.EACCES):
        return f"Liaison cannot listen there or write there: {problem.strerror}. Check LIAISON_HOST and LIAISON_PORT."
    return None
