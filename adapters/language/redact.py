"""What of a text must not leave this machine, all of it put back afterwards."""

from collections.abc import Collection

from bot.people.masking import Span, personal_data, without_overlaps
from bot.people.secrets import names_in, pay_in, secrets_in, whose_pay


def private(text: str, names: Collection[str] = ()) -> list[Span]:
    """E-mail addresses, telephone, account and card numbers, passwords, pay and whose it is, and the names given.

    The finders are those that decide what is kept at all (bot.people.secrets), so there is one way to know a password.
    """
    found = [*secrets_in(text), *personal_data(text), *names_in(text, names)]
    pay = pay_in(text)
    if pay:
        found += [*pay, *whose_pay(text)]
    return without_overlaps(found)
