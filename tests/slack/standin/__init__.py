"""A small, honest Slack on 127.0.0.1: one job a file.

checks.py, elements.py, blockkit.py  what Slack says of blocks and views that break its documented rules
state.py     workspaces, people, channels, messages, files, tokens
limits.py    how often Slack may be asked, by a clock that tests can move
methods.py   the table of Web API methods: arguments, scopes and rate each has
chat.py, conversations.py, files.py, people.py, views.py   the methods themselves
server.py    all of it over HTTP, with faults on demand
"""
