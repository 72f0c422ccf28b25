async def test_page(client, ask):
    response = await client.get("/playground")
    text = await response.text()
    open("/tmp/p.html", "w").write(text)
    assert response.status == 200
    print(await ask("POST", "/messages", text="The invoice report is slow"))
    response = await client.get("/playground?as=ines")
    open("/tmp/p.html", "w").write(await response.text())
    response = await client.get("/playground?as=astrid&in=erp-brm")
    open("/tmp/p2.html", "w").write(await response.text())
