"""Blame is pointed out to the author and stays; advertising goes where no fact goes with it."""

import pytest

from bot.translation.glossary import Glossary
from bot.translation.rewrite import Rewriter
from bot.translation.tone import blame_in, marketing_in, without_marketing

REWRITER = Rewriter(Glossary.load())


@pytest.mark.parametrize(
    "post",
    ["If you forgot your password, use the reset link.", "In case users made a mistake, they can correct it."],
)
def test_what_may_happen_to_a_reader_is_no_blame(post: str) -> None:
    assert blame_in(post) == ()


@pytest.mark.parametrize(
    ("post", "words"),
    [
        (
            "The network team broke the firewall again. The web shop is down.",
            "The network team broke the firewall again",
        ),
        ("The certificate expired because the carrier forgot to renew it.", "the carrier forgot to renew it"),
        ("All orders of today are gone. It is the vendor's fault.", "vendor's fault"),
        ("The import stopped due to human error.", "human error"),
    ],
)
def test_blame_is_found_and_stays_in_the_draft(post: str, words: str) -> None:
    draft = REWRITER.translate(post)
    assert words in " ".join(blame_in(draft.plain))


@pytest.mark.parametrize(
    "post",
    [
        "Some users failed to log in this morning.",
        "The disk broke at 9:00. If it failed to print, try once again.",
        "The network team will check the firewall again. Work as usual.",
        "All users should have the new app by Friday.",
    ],
)
def test_a_symptom_is_no_blame(post: str) -> None:
    assert blame_in(post) == ()


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("We are thrilled to announce that the new portal is live on Monday", "The new portal is live on Monday"),
        ("We are proud to present a world-class approval app", "We present an approval app"),
        ("An exciting new report shows open orders", "A new report shows open orders"),
        ("Our brand-new scanners arrive on Friday", "Our new scanners arrive on Friday"),
        ("The login is seamless", "The login is seamless"),
    ],
)
def test_praise_goes_and_the_news_stays(said: str, plain: str) -> None:
    assert without_marketing(said) == plain


def test_drafts_without_praise_pass_the_gate() -> None:
    draft = REWRITER.translate("Exciting new release! We are thrilled to announce our amazing dashboard from 1 May.")
    assert marketing_in(draft.headline + draft.plain) == ()
    assert draft.problems == ()
