"""What should not have been sent: each gets one sentence, and nothing is kept."""

import json

import pytest

from tests.web.conftest import cards_in

LONG = "x" * 40_001


async def nothing_new(world) -> bool:
    posts, _ = await world.board.page("direct-ines", 10)
    return posts == []


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (b'{"as": "ines", ', 400, "not valid JSON"),
        (b"[1, 2]", 400, "JSON object"),
        (b'{"as": "ines", "in": "direct-ines"}', 400, 'The field "text" is missing.'),
        (b'{"as": "ines", "in": "direct-ines", "text": 5}', 400, 'The field "text" does not fit'),
        (b'{"as": "ines", "in": "direct-ines", "text": "hi", "id": "<b>"}', 400, 'The field "id" does not fit'),
        (b'{"as": "ines", "in": "direct-ines", "text": "\\ud800"}', 400, "not valid JSON"),
        (b'{"as": "ines", "in": "direct-ines", "text": "\xff"}', 400, "not valid JSON"),
        (b'{"as": "ines", "in": "direct-ines", "text": " \\u0000 "}', 400, "Write something first"),
        (json.dumps({"as": "ines", "in": "direct-ines", "text": LONG}).encode(), 413, "40,000 characters"),
        (json.dumps({"as": "ines", "in": "direct-ines", "text": "x" * 1_048_576}).encode(), 413, "40,000 characters"),
        (b'{"as": "nobody", "in": "direct-ines", "text": "hi"}', 404, "Nobody of that name"),
        (b'{"as": "ines", "in": "nowhere", "text": "hi"}', 404, "no such place"),
        (b'{"as": "ines", "in": "erp-brm", "text": "hi"}', 403, "not a member of #erp-brm"),
        (b'{"as": "ines", "in": "direct-kwame", "text": "hi"}', 403, "somebody else's direct chat"),
        (b'{"as": "ines", "in": "direct-ines", "text": "hi", "thread": "none"}', 404, "not here any more"),
    ],
)
async def test_a_message_that_cannot_be_taken(client, world, body, status, says):
    headers = {"Content-Type": "application/json"}
    response = await client.post("/playground/messages", data=body, headers=headers)
    assert response.status == status
    assert says in (await response.json())["error"]
    assert await nothing_new(world)


async def test_a_body_of_another_kind(client, world):
    response = await client.post("/playground/messages", data={"as": "ines", "in": "direct-ines", "text": "hi"})
    assert response.status == 415
    assert "application/json" in (await response.json())["error"]
    assert await nothing_new(world)


async def test_a_large_body_without_a_declared_length(client, world):
    async def parts():
        for _ in range(40):
            yield b" " * 64 * 1024

    headers = {"Content-Type": "application/json"}
    response = await client.post("/playground/messages", data=parts(), headers=headers)
    assert response.status == 413
    assert await nothing_new(world)


async def test_the_longest_message_is_kept_whole(ask, world):
    status, answer = await ask("POST", "/messages", text="é" * 40_000)
    assert status == 202
    assert (await world.board.find(answer["id"])).text == "é" * 40_000


async def test_null_bytes_go_and_every_other_script_stays(ask, client, world):
    text = 'שלום\u202e עולם \u0000e\u0301\u0323 <script>alert(1)</script> & "quotes"\r\nسطر'
    status, answer = await ask("POST", "/messages", text=text)
    assert status == 202
    kept = (await world.board.find(answer["id"])).text
    assert kept == 'שלום\u202e עולם e\u0301\u0323 <script>alert(1)</script> & "quotes"\nسطر'
    page = await (await client.get("/playground?as=ines")).text()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert '<p class="words said" dir="auto">שלום' in page


async def test_a_button_of_another_place_or_of_nowhere(ask, world):
    await ask("POST", "/messages", text="The invoice list is slow")
    posts, _ = await world.board.page("direct-ines", 10)
    card = next(post for post in posts if post.card)
    press = {"message": card.id, "action": "complaint.impact", "value": {"complaint": "1", "impact": "blocked"}}
    assert (await ask("POST", "/buttons", **press))[0] == 202
    status, answer = await ask("POST", "/buttons", in_="erp-news", **press)
    assert (status, answer["error"]) == (404, "That message is not here any more.")
    status, _ = await ask("POST", "/buttons", as_="kwame", in_="direct-ines", **press)
    assert status == 403
    for wrong in ({"action": "complaint.unknown"}, {"value": {"complaint": "2", "impact": "blocked"}}):
        status, answer = await ask("POST", "/buttons", **{**press, **wrong})
        assert status == 409
        assert "not there any more" in answer["error"]


async def test_a_made_up_form_is_answered_by_the_bot(ask, world):
    status, _ = await ask("POST", "/forms", form="complaint.correct", value={"complaint": "99"}, answers={"cause": "x"})
    assert status == 202
    assert "dealt with already" in (await cards_in(world.board, "direct-ines"))[-1].summary


async def test_pages_that_are_not_there_say_so_to_people_and_to_scripts(client):
    for path in ("/playground?as=nobody", "/playground?as=ines&in=nowhere", "/playground/nothing"):
        response = await client.get(path, headers={"Accept": "text/html"})
        assert response.status == 404
        assert "Back to the playground" in await response.text()
    response = await client.get("/playground/pictures/x.png")
    assert (response.status, await response.json()) == (404, {"error": "There is no such picture."})
    response = await client.get("/playground?as=ines&in=erp-brm", headers={"Accept": "text/html"})
    assert response.status == 403
    response = await client.put("/playground/messages", json={})
    assert (response.status, await response.json()) == (405, {"error": "That cannot be done here."})
