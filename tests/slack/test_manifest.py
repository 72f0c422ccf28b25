"""The manifest and the handlers come from one table, and the manifest is what Slack takes."""

import json

from adapters.slack import table

#: What a bot token may ask for, of the scopes Slack documents.
KNOWN = {
    *("app_mentions:read", "assistant:write", "channels:history", "channels:read", "chat:write", "commands"),
    *("files:read", "files:write", "groups:history", "groups:read", "im:history", "im:write", "reactions:read"),
    *("users:read", "users:read.email"),
}


def test_it_asks_for_the_least_scopes_and_the_events_of_the_table() -> None:
    written = table.manifest("https://liaison.acme.example")
    assert set(written["oauth_config"]["scopes"]["bot"]) == KNOWN
    subscriptions = written["settings"]["event_subscriptions"]
    assert subscriptions["bot_events"] == sorted(event.subscribed for event in table.EVENTS)
    assert subscriptions["request_url"] == "https://liaison.acme.example/slack/events"
    assert written["settings"]["interactivity"]["request_url"] == subscriptions["request_url"]
    assert written["oauth_config"]["redirect_urls"] == ["https://liaison.acme.example/slack/oauth_redirect"]


def test_socket_mode_needs_no_address() -> None:
    written = json.dumps(table.manifest(socket_mode=True))
    assert "http" not in written
    assert '"socket_mode_enabled": true' in written


def test_tokens_rotate_only_where_that_is_asked_for() -> None:
    assert table.manifest()["settings"]["token_rotation_enabled"] is False
    assert table.manifest(rotation=True)["settings"]["token_rotation_enabled"] is True


def test_slacks_limits_of_a_manifest_hold() -> None:
    written = table.manifest()
    about = written["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    for shortcut in written["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
        assert len(shortcut["callback_id"]) <= 255
    for command in written["features"]["slash_commands"]:
        assert len(command["usage_hint"]) <= 1000
        assert len(command["description"]) <= 2000
