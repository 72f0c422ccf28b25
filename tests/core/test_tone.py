"""The preview tells the author what reads as blame or as advertising, whoever worded the draft."""

from tests.office import Office, words


async def _preview(office: Office, post: str) -> str:
    await office.open_company()
    await office.say("ivy", post, "erp-it")
    return words([m for m in office.seen(channel="erp-it") if m.key.startswith("draft:")][-1].card)


async def test_blame_is_pointed_out_and_not_dropped(office: Office) -> None:
    said = await _preview(office, "Web shop is down since 09:00. The network team broke the firewall again.")
    assert "This may read as blame: “The network team broke the firewall again”." in said
    assert said.count("The network team broke the firewall again.") == 1


async def test_advertising_is_left_out_and_named(office: Office) -> None:
    said = await _preview(office, "We are thrilled to announce that the new web shop is available from 1 May.")
    assert "Left out, because it reads as advertising: “thrilled to”." in said
    assert "The new web shop is available from 1 May." in said


async def test_an_editors_advertising_is_pointed_out(office: Office) -> None:
    await _preview(office, "The web shop is available again since 09:00.")
    await office.fill("ivy", "Edit", "erp-it", plain="The amazing web shop has been available again since 09:00.")
    said = words([m for m in office.seen(channel="erp-it") if m.key.startswith("draft:")][-1].card)
    assert "This may read as advertising: “amazing”." in said
