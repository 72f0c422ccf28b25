"""A notice of one sentence is its own headline: it is said once."""

from bot.translation.fidelity import WORDS_HEADING


def says_it_all(headline: str, plain: str) -> bool:
    """Whether the headline only repeats the text, as it does for "Still slow."."""
    body = plain.partition(WORDS_HEADING)[0]
    return " ".join(body.split()).rstrip(".!") == headline.rstrip(".!")


def below(headline: str, plain: str) -> str:
    """What stands below a headline: nothing but the meaning of words where the headline says it all."""
    _, heading, words = plain.partition(WORDS_HEADING)
    return f"{heading}{words}" if says_it_all(headline, plain) else plain
