"""How fast updates are rewritten without a language model, gate included."""

import time

from bot.translation.glossary import Glossary
from bot.translation.rewrite import Rewriter
from tests.bench.rows import Row
from tests.eval.translation.bench import PAIRS, read

#: Updates a second.
A_SECOND = 200.0


def translation() -> list[Row]:
    """The updates of the evaluation, each rewritten and checked once."""
    texts = [row["source"] for row in read(PAIRS)]
    rewriter = Rewriter(Glossary.load())
    rewriter.translate(texts[0])
    started = time.perf_counter()
    for text in texts:
        rewriter.translate(text)
    a_second = len(texts) / (time.perf_counter() - started)
    return [Row("updates rewritten, one core", f"{a_second:.0f}/s", "", f">= {A_SECOND:.0f}/s", a_second >= A_SECOND)]
