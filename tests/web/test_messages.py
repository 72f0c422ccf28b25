"""Writing, changing and taking back, as the page does it."""

import asyncio

from bot.messages import MessageDeleted, MessageEdited, MessageReceived
from tests.web.conftest import cards_in


async def test_what_somebody_writes_is_kept_shown_and_answered(ask, client, world):
    status, answer = await ask("POST", "/messages", text="The invoice list is slow", id="a1")
    assert status == 202
    post = await world.board.find(answer["id"])
    assert (post.author, post.place, post.text) == ("ines", "direct-ines", "The invoice list is slow")
    page = await (await client.get("/playground?as=ines")).text()
    assert "The invoice list is slow" in page
    assert "Here is what I understood" in page


async def test_a_password_and_a_colleagues_pay_are_on_no_screen_and_in_no_row(ask, client, world):
    await ask("POST", "/messages", text="I cannot post invoices, my password is Summer2024! please try", id="a1")
    _, second = await ask("POST", "/messages", text="why does kwame boateng have a salary of 5,432 EUR", id="a2")
    await ask("PATCH", f"/messages/{second['id']}", text="kwame boateng earns 5,432 EUR and pwd: Winter2024!", id="a3")
    page = await (await client.get("/playground?as=ines")).text()
    assert "my password is [password] please try" in page
    assert "Please change that password." in page
    post = await world.board.find(second["id"])
    assert post.text == "[name] earns [pay] and pwd: [password]"
    with world.store.engine.connect() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        rows = [row for table in tables for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"').all()]
    kept = "\n".join(str(cell) for row in rows for cell in row)
    for secret in ("Summer2024", "Winter2024", "5,432"):
        assert secret not in kept


async def test_a_mention_brings_the_message_it_answers_and_nothing_else_does(ask, world):
    post = "The IDoc interface is down until 22:00 CET."
    _, first = await ask("POST", "/messages", as_="kwame", in_="erp-news", text=post, id="a1")
    for number, text in enumerate(("@liaison translate this", "thanks")):
        await ask("POST", "/messages", in_="erp-news", text=text, thread=first["id"], id=f"b{number}")
    assert [m.answered for m in world.told if isinstance(m, MessageReceived)][-3:] == ["", post, ""]
    assert "IDoc" in str(await cards_in(world.board, "erp-news"))


async def test_the_same_request_twice_is_one_message(ask, world):
    first = await ask("POST", "/messages", text="The invoice list is slow", id="a1")
    again = await ask("POST", "/messages", text="The invoice list is slow", id="a1")
    assert first == again
    assert len(await cards_in(world.board, "direct-ines")) == 1


async def test_two_people_may_use_the_same_id(ask, world):
    _, first = await ask("POST", "/messages", as_="ines", in_="erp-news", text="Hello", id="a1")
    _, second = await ask("POST", "/messages", as_="kwame", in_="erp-news", text="Hello", id="a1")
    assert first["id"] != second["id"]


async def test_a_message_that_could_not_be_kept_is_kept_by_the_second_try(ask, world, monkeypatch):
    accept, fail = world.core.accept, True

    async def flaky(messages, beside):
        def post_and_fail(session, kept):
            beside(session, kept)
            if fail:
                raise OSError("the power went")

        return await accept(messages, post_and_fail)

    monkeypatch.setattr(world.core, "accept", flaky)
    status, _ = await ask("POST", "/messages", text="The invoice list is slow", id="a1")
    assert status == 500
    assert await world.board.page("direct-ines", 10) == ([], [])
    fail = False
    status, _ = await ask("POST", "/messages", text="The invoice list is slow", id="a1")
    assert status == 202
    posts, _ = await world.board.page("direct-ines", 10)
    assert [post.text for post in posts if post.author] == ["The invoice list is slow"]
    assert len(await cards_in(world.board, "direct-ines")) == 1


async def test_many_at_once_are_all_kept_in_one_order(ask, world):
    world.asleep = True
    answers = await asyncio.gather(
        *(ask("POST", "/messages", as_="kwame", in_="erp-news", text=f"Number {n}", id=f"n{n}") for n in range(40))
    )
    assert {status for status, _ in answers} == {202}
    posts, _ = await world.board.page("erp-news", 100)
    said = [post for post in posts if post.author == "kwame"]
    assert sorted(post.text for post in said) == sorted(f"Number {n}" for n in range(40))
    assert len({post.created for post in said}) == 40


async def test_an_own_message_can_be_changed_and_the_bot_hears_of_it(ask, world):
    _, said = await ask("POST", "/messages", text="The invoice list is slow")
    status, _ = await ask("PATCH", f"/messages/{said['id']}", text="The stock list is slow")
    assert status == 202
    post = await world.board.find(said["id"])
    assert post.text == "The stock list is slow"
    assert post.edited_at is not None
    assert isinstance(world.told[-1], MessageEdited)
    assert world.told[-1].text == "The stock list is slow"


async def test_a_message_taken_back_leaves_no_words(ask, client, world):
    _, said = await ask("POST", "/messages", text="The invoice list is slow")
    status, _ = await ask("DELETE", f"/messages/{said['id']}")
    assert status == 202
    assert (await world.board.find(said["id"])).text == ""
    assert isinstance(world.told[-1], MessageDeleted)
    page = await (await client.get("/playground?as=ines")).text()
    assert "The invoice list is slow" not in page
    status, answer = await ask("PATCH", f"/messages/{said['id']}", text="Once more")
    assert (status, answer) == (404, {"error": "That message is not here any more."})


async def test_nobody_changes_what_another_wrote(ask, world):
    _, said = await ask("POST", "/messages", as_="kwame", in_="erp-news", text="Hello")
    status, answer = await ask("PATCH", f"/messages/{said['id']}", in_="erp-news", text="Mine now")
    assert (status, answer) == (403, {"error": "You can change only what you wrote yourself."})
    status, _ = await ask("DELETE", f"/messages/{said['id']}", in_="erp-news")
    assert status == 403
    assert (await world.board.find(said["id"])).text == "Hello"


async def test_an_answer_in_a_thread_stays_there_even_when_it_answers_an_answer(ask, world):
    _, first = await ask("POST", "/messages", in_="erp-news", text="First")
    _, second = await ask("POST", "/messages", in_="erp-news", text="Second", thread=first["id"])
    await ask("POST", "/messages", in_="erp-news", text="Third", thread=second["id"])
    told = [message for message in world.told if isinstance(message, MessageReceived)]
    assert [message.thread for message in told] == [None, first["id"], first["id"]]


async def test_a_deleted_message_that_was_answered_keeps_its_place(ask, client):
    _, first = await ask("POST", "/messages", in_="erp-news", text="First words")
    await ask("POST", "/messages", in_="erp-news", text="An answer", thread=first["id"])
    await ask("DELETE", f"/messages/{first['id']}", in_="erp-news")
    page = await (await client.get("/playground?as=ines&in=erp-news")).text()
    assert "First words" not in page
    assert "This message was deleted." in page
    assert "An answer" in page


async def test_calling_the_bot_by_its_name_is_noticed(ask, world):
    await ask("POST", "/messages", in_="erp-news", text="@Liaison, are you there?")
    await ask("POST", "/messages", in_="erp-news", text="mail@liaison.example is no call")
    told = [message for message in world.told if isinstance(message, MessageReceived)]
    assert [message.mentions_bot for message in told] == [True, False]


async def test_earlier_messages_are_a_page_away(ask, client, world):
    for number in range(65):
        await world.board.write("erp-news", f"n{number}", author="kwame", text=f"Number {number}.")
    page = await (await client.get("/playground?as=ines&in=erp-news")).text()
    assert "Number 64." in page
    assert "Number 3." not in page
    link = page.split('class="older"><a href="', 1)[1].split('"', 1)[0].replace("&amp;", "&")
    earlier = await (await client.get(link)).text()
    assert "Number 3." in earlier
    assert "Number 64." not in earlier
    assert "data-live" not in earlier
