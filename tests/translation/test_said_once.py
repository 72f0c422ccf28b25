"""What stands above a notice and in a direct chat: the news that holds, said once."""

# ruff: noqa: E501  (posts read best on one line)
import pytest

from bot.translation.glossary import Glossary
from bot.translation.once import below, says_it_all
from bot.translation.rewrite import Rewriter

REWRITER = Rewriter(Glossary.load())


@pytest.mark.parametrize(
    ("post", "headline"),
    [
        ("> The portal is down until 18:00.\nThis is no longer true, the portal is back since 16:30.", "The portal has been back since 16:30"),
        ('On Monday we wrote: "The payroll run is delayed until Thursday." This is not correct. The payroll run is on time.', "The payroll run is on time"),
        ("Release 4.2\n- New report for open orders\n- Faster search in the material list", "Release 4.2"),
        ("Fixed since 12:00: the invoice print works.", "The invoice print works"),
    ],
)  # fmt: skip
def test_the_headline_is_what_holds(post: str, headline: str) -> None:
    draft = REWRITER.translate(post)
    assert draft.headline == headline
    assert not draft.problems


def test_a_quoted_line_that_no_longer_holds_is_told_as_old() -> None:
    draft = REWRITER.translate("> The portal is down until 18:00.\nThis is wrong. The portal is back.")
    assert draft.plain.startswith("Earlier: The portal is down until 18:00.")
    assert draft.summary == "The portal is back."


def test_a_quoted_mail_that_is_the_news_stays_the_news() -> None:
    assert "Earlier" not in REWRITER.translate("See below.\n> PRD will be restarted tonight at 22:00.").plain


def test_a_list_is_summed_up_by_its_title_and_its_first_items() -> None:
    draft = REWRITER.translate("What's new in 2026.10:\n* Approval by phone\n* Print preview\n* New roles\n* Dark mode")
    assert draft.summary == "What's new in 2026.10: approval by phone; print preview; new roles. And 1 more."


def test_an_impact_of_no_access_is_not_nobody() -> None:
    assert REWRITER.translate("Impact: no access\nStart: 08:40\nStatus: ongoing").plain.count("Nobody") == 0
    assert REWRITER.translate("Fixed: VPN gateway.\nImpact: none.").plain.count("Nobody is affected") == 1


def test_a_notice_of_one_sentence_is_said_once() -> None:
    plain = "The web shop is down.\n\nWhat the words mean:\n- shop: where one buys"
    assert says_it_all("The web shop is down", plain)
    assert below("The web shop is down", plain) == "What the words mean:\n- shop: where one buys"
    assert below("The web shop is down", "The web shop is down.") == ""
    assert below("The shop", "The web shop is down.") == "The web shop is down."
