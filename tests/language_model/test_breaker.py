"""The breaker: open after failures in a row, and one attempt at a time afterwards."""

from adapters.language.breaker import Breaker


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_it_opens_after_failures_in_a_row_only() -> None:
    breaker = Breaker(failures=2, seconds=10, clock=Clock())
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    assert breaker.allows()
    breaker.failed()
    assert not breaker.allows()


def test_when_the_wait_is_over_one_attempt_goes_through_and_decides() -> None:
    clock = Clock()
    breaker = Breaker(failures=1, seconds=10, clock=clock)
    breaker.failed()
    clock.now = 10
    assert [breaker.allows(), breaker.allows()] == [True, False]
    breaker.failed()
    clock.now = 19
    assert not breaker.allows()
    clock.now = 20
    assert breaker.allows()
    breaker.succeeded()
    assert [breaker.allows(), breaker.allows()] == [True, True]
