"""Mistakes of ours: what they look like, and what may be said about one in a log."""

#: What a mistake of ours looks like. Trying again would only repeat it.
BUGS = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)


def where(error: Exception) -> dict[str, str | int]:
    """What kind of error, in which file and line: enough to mend it, and not one word a person wrote."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    if frame is None:
        return {"error": type(error).__name__}
    return {
        "error": type(error).__name__,
        "file": frame.tb_frame.f_code.co_filename.rsplit("/", 1)[-1],
        "line": frame.tb_lineno,
    }
