"""The ``timeline`` command: each command reads, calls and prints; what it calls stands elsewhere.

It ends with 0 for success, 1 for faults in the data and 2 for what cannot be done. What a command imports it
imports itself, so that ``--help`` answers at once.
"""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from timeline.cli import asked, told
from timeline.faults import counted

app = typer.Typer(
    help="Keep a record of diplomatic events: check it, show it, and bring it in and out of other formats.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
imports = typer.Typer(help="Find events in other collections, for a person to accept.", no_args_is_help=True)
app.add_typer(imports, name="import")

# As ``timeline.conversion`` knows them, which is not imported to say so.
_WRITTEN = "folder, csv, xlsx, json, geojson, ics, timelinejs, timelinejs-csv, gdelt or gdelt1"
_READ = _WRITTEN.replace(" or gdelt1", ", gdelt1 or icews")

Json = Annotated[bool, typer.Option("--json", help="Print everything as JSON, for programs.")]
Parties = Annotated[str, typer.Option(help="Codes of the parties, such as TKM,SOM.", show_default=False)]
Overwrite = Annotated[bool, typer.Option(help="Replace files that are there already.")]
Lang = Annotated[
    str, typer.Option(help="Language for formats that hold only one: en, ar, or another that IN has.")
]
DayFirst = Annotated[
    bool | None,
    typer.Option(
        "--day-first/--month-first",
        help="What 03/04/2025 means wherever a CSV or XLSX file has such a date.",
        show_default=False,
    ),
]


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="The folder to make.", show_default=False)],
    parties: Parties,
) -> None:
    """Make a dataset to start from, with one example in it."""
    from timeline import scaffold

    codes = asked.codes(parties)
    with told.faults_told():
        for file in scaffold.write(folder, codes):
            typer.echo(file)


@app.command()
def check(
    path: Annotated[
        str,
        typer.Argument(
            help="A dataset’s folder, what was built of it, or one CSV or XLSX file.", show_default=False
        ),
    ],
    as_json: Json = False,
    day_first: DayFirst = None,
) -> None:
    """Find every mistake in a dataset, and what looks like one."""
    from timeline import checking

    place = asked.place(path, may_be_file=True)
    order = asked.order(day_first, is_asked=Path(place).is_file())
    with told.faults_told(), told.progress(f"Checking {path}"):
        report = checking.check(place, date.today(), day_first=order)
    if as_json:
        told.print_json(report.json())
    else:
        typer.echo("\n".join(report.lines()))
    told.ask(report.faults)
    if report.faults:
        raise typer.Exit(told.FAULTS)


@app.command()
def build(
    path: Annotated[Path, typer.Argument(help="The dataset’s folder.", exists=True, file_okay=False)],
    target: Annotated[
        str,
        typer.Argument(
            metavar="OUT", help="record.parquet, or s3://bucket/record.parquet.", show_default=False
        ),
    ],
) -> None:
    """Make a dataset ready to be served where it lies, however large it is."""
    from timeline import building, objects

    with told.faults_told(), told.stoppable(building.interrupt), told.progress(f"Building {target}"):
        place = objects.address(target) if objects.is_address(target) else Path(target)
        outline = building.build(path, place)
    typer.echo(f"{place}: {counted(outline.counts['events'], 'event')}")


@app.command()
def publish(
    path: Annotated[
        str,
        typer.Argument(help="What `build` made, as the cluster’s machines know it.", show_default=False),
    ],
    target: Annotated[
        str, typer.Argument(metavar="ADDRESS", help="sc://host:port/NAME, NAME being the database.")
    ],
) -> None:
    """Put a built dataset into a Spark cluster, to be served from there."""
    from timeline import publishing

    with told.faults_told():
        events = publishing.publish(path, target)
    typer.echo(f"{target.partition(';')[0]}: {counted(events, 'event')}")


@app.command()
def serve(
    path: Annotated[
        str, typer.Argument(help="The dataset’s folder, or what was built of it.", show_default=False)
    ],
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where the dashboard listens.")] = 8501,
) -> None:
    """Show a dataset as a dashboard in the browser."""
    from timeline import serving

    serving.serve(asked.place(path), port)


@app.command()
def convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help="What to read.", exists=True)],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="What to write.", show_default=False)],
    from_: Annotated[
        str, typer.Option("--from", help=f"Format of IN, if its ending does not say: {_READ}.")
    ] = "",
    to: Annotated[str, typer.Option(help=f"Format of OUT, if its ending does not say: {_WRITTEN}.")] = "",
    lang: Lang = "en",
    overwrite: Overwrite = False,
    day_first: DayFirst = None,
) -> None:
    """Turn a record into another format, and say what that cannot hold."""
    from timeline import conversion

    read_as, write_as = asked.format(from_, source, "--from"), asked.format(to, target, "--to")
    order = asked.order(day_first, is_asked=conversion.FORMATS[read_as].asks)
    with told.faults_told(), told.progress(f"Reading {source}"):
        content, lost = conversion.read(source, read_as, day_first=order)
        for note in content.notes:
            typer.echo(note, err=True)
        told.tell(lost, f"not kept of {source}")
        told.tell(
            conversion.write(
                content, target, write_as, asked.lang(lang, content.languages), overwrite=overwrite
            ),
            f"not in {target}",
        )
    typer.echo(target)


@app.command()
def export(
    path: Annotated[
        str, typer.Argument(help="The dataset’s folder, or what was built of it.", show_default=False)
    ],
    format: Annotated[
        str,
        typer.Argument(help=f"The format to write: {_WRITTEN}; a folder needs --out.", show_default=False),
    ],
    select: Annotated[str, typer.Option(help='What to export, as in a link: "dates=2025&topic=trade".')] = "",
    out: Annotated[Path | None, typer.Option(help="The file to write; else it is printed.")] = None,
    overwrite: Overwrite = False,
) -> None:
    """Write the part of a dataset that a link shows."""
    from timeline import conversion

    name = asked.format(format, Path(), "FORMAT")
    if name == conversion.FOLDER and out is None:
        told.refuse("a folder needs --out")
    with told.faults_told():
        content, selection, ignored = conversion.selected(asked.place(path), select)
        if ignored:
            told.refuse(f"nothing of this record has {', '.join('='.join(pair) for pair in ignored)}")
        lang = selection.lang or "en"
        if out is not None:
            lost = conversion.write(content, out, name, lang, overwrite=overwrite)
        else:
            body, lost = conversion.written(content, name, lang)
            sys.stdout.buffer.write(body)
        told.tell(lost, "not in the export")


@app.command()
def schema() -> None:
    """Print what a dataset may contain: a Table Schema for each file, and one JSON Schema."""
    from timeline import schema
    from timeline.tables import COLUMNS

    tables = {f"{name}.csv": schema.table_schema(name) for name in COLUMNS}
    told.print_json({"tableSchemas": tables, "jsonSchema": schema.json_schema()})


@imports.command("gdelt")
def import_gdelt(
    files: Annotated[list[Path], typer.Argument(help="GDELT event files, zipped or not.", exists=True)],
    parties: Parties,
    out: Annotated[Path, typer.Option(help="The folder to make.", show_default=False)],
) -> None:
    """Make candidates of what GDELT coded as contacts between the parties."""
    from timeline.candidates import Candidates
    from timeline.formats import folder, gdelt

    found = Candidates(asked.codes(parties, least=2))
    with told.faults_told():
        with told.progress("Reading event files", _size(files)) as advance:
            for file in files:
                for batch in gdelt.batches(file, found.loss, advance=advance):
                    found.add(batch)
        content = found.content(date.today())
        folder.write(content, out)
    told.tell(found.loss, "not taken")
    candidates = counted(len(content.events), "candidate")
    typer.echo(f"{out}: {candidates}. Read their sources before you keep one.")


def main() -> None:
    """Run the command."""
    with told.failure_told():
        app()


def _size(files: list[Path]) -> int | None:
    """How many bytes there are to read; what a zipped file unpacks to is not known beforehand."""
    zipped = any(file.suffix.lower() == ".zip" for file in files)
    return None if zipped else sum(file.stat().st_size for file in files)
