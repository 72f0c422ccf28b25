"""The names of months and days, and the pieces of patterns made of them."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar",
            "february feb februar",
            "march mar märz",
            "april apr",
            "may mai",
            "june jun juni",
            "july jul juli",
            "august aug",
            "september sept sep",
            "october oct oktober okt",
            "november nov",
            "december dec dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon montag",
            "tuesday tue tues dienstag",
            "wednesday wed mittwoch",
            "thursday thu thur thurs donnerstag",
            "friday fri freitag",
            "saturday sat samstag",
            "sunday sun sonntag",
        )
    )
    for name in names.split()
}


def one_of(names: dict[str, int]) -> str:
    """The names for a pattern, the longest first, so that "sept" is not read as "sep"."""
    return "|".join(sorted(names, key=len, reverse=True))


#: The first three letters of months and days in English: how a word begins that may be one.
MONTH_START = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
DAY_START = "mon|tue|wed|thu|fri|sat|sun"
#: A month that stands next to its day is written out or cut to three or four letters.
MONTH = f"(?:{MONTH_START})[a-z]{{0,6}}"
#: Days of the week written out.
DAY_NAME = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
#: Days told from the day of the post.
NEAR_DAY = "today|tonight|tomorrow|yesterday"
