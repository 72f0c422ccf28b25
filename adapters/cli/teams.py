"""`liaison teams`: what Microsoft Teams needs to know of us."""

import re
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from adapters.settings import load_settings

app = typer.Typer(no_args_is_help=True, help="Connect Liaison to Microsoft Teams.")

_GUID = re.compile(r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.IGNORECASE)


@app.callback()
def _teams() -> None:
    pass  # so that `package` keeps its name while it is alone


@app.command()
def package(
    domain: Annotated[str, typer.Option(help="Where Teams reaches Liaison, such as liaison.acme.com.")],
    company: Annotated[str, typer.Option(help="Who answers for the app, as Teams shows it.")] = "Liaison",
    website: Annotated[str, typer.Option(help="A page about the app; https://<domain>/ if not given.")] = "",
    privacy: Annotated[str, typer.Option(help="A page about privacy; the website if not given.")] = "",
    terms: Annotated[str, typer.Option(help="A page with terms of use; the website if not given.")] = "",
    output: Annotated[Path, typer.Option(help="The file to write.")] = Path("liaison-teams.zip"),
) -> None:
    """Write the app package that an administrator uploads to Teams."""
    from importlib.metadata import version

    from adapters.teams.package import App
    from adapters.teams.package import package as packed

    app_id = load_settings().microsoft_app_id
    if app_id is None or not _GUID.fullmatch(app_id):
        _stop("MicrosoftAppId is not set to an application's id; docs/teams.md says where to find it.")
    if not _DOMAIN.fullmatch(domain):
        _stop(f'--domain is "{domain}", but it takes a domain alone, such as liaison.acme.com.')
    if not 1 <= len(company) <= 32:
        _stop("--company takes a name of at most 32 characters.")
    website = _page("--website", website or f"https://{domain}/")
    privacy, terms = _page("--privacy", privacy or website), _page("--terms", terms or website)
    output.write_bytes(packed(App(app_id, domain, company, website, privacy, terms, version("liaison"))))
    typer.echo(f"Wrote {output}. Upload it in the Teams admin center under Teams apps, Manage apps; see docs/teams.md.")


def _page(option: str, url: str) -> str:
    if not url.lower().startswith("https://") or len(url) > 2048:
        _stop(f'{option} is "{url[:100]}", but it takes an address that begins with https://.')
    return url


def _stop(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(2)
