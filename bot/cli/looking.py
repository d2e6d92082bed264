"""What an installation is and how it is set up: doctor, settings, schemas, manifests."""

from __future__ import annotations

import json

import click

from bot.cli.base import main, run, settings


@main.command()
@click.pass_context
def doctor(context: click.Context) -> None:
    """Look whether everything is there, and say what to do where it is not.

    Configuration, secrets, packages, store, disk, the model, each platform, time. Status 1 if
    something fails. Example: isnad doctor
    """
    from bot.doctor import examine

    run(examine(settings(context)))


@main.command()
def config() -> None:
    """Print every setting with its default, ready for config.toml.

    Nothing of your own settings is in it, and no secret. Example: isnad config > config.toml
    """
    from bot.config import example

    click.echo(example(), nl=False)


@main.command()
@click.argument("what", type=click.Choice(["brief"]))
def schema(what: str) -> None:
    """Print the JSON Schema of a brief as `isnad brief --format json` writes it.

    Example: isnad schema brief > brief.schema.json
    """
    from bot.codec import brief_schema

    click.echo(json.dumps(brief_schema(), ensure_ascii=False, indent=2))


@main.command("slack-manifest")
@click.option("--url", default="", help="Where Slack posts events (mode http); else Socket Mode.")
def slack_manifest(url: str) -> None:
    """Print the app for Slack: api.slack.com/apps, Create New App, From a manifest.

    Example: isnad slack-manifest > manifest.json
    """
    from importlib import import_module

    from bot.commands import menu

    made = import_module("adapters.slack.manifest").manifest(menu("slack"), url)
    click.echo(json.dumps(made, ensure_ascii=False, indent=2))
