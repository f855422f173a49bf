"""`archiver rules schema`: the form of rule files, for editors."""

import click


@click.command(short_help="Print the JSON Schema of rule files, for editors.")
def schema() -> None:
    """Print the JSON Schema of rule files: by it an editor completes keys and labels, and marks mistakes.

    Put it beside your files, and write `#:schema ./schema.json` as the first line of each.

    \b
    Example:
      archiver rules schema > my-rules/schema.json
    """
    import json

    from archiver.rules.schema import schema as made

    click.echo(json.dumps(made(), indent=2, ensure_ascii=False))
