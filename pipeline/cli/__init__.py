"""The command line: parses, calls, prints, exits. The only room that prints; heavy imports live inside the commands."""

import typer

from pipeline.cli import adding, judging, laws, models, reviewing, serving

app = typer.Typer(
    name="scope",
    help="Reads a proposed offence and says, with reasons, whether it is narrow or overbroad.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)
data_app = typer.Typer(help="The labelled laws.", no_args_is_help=True, rich_markup_mode=None)
models_app = typer.Typer(help="Trained models and the champion.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(data_app, name="data")
app.add_typer(models_app, name="models")

app.command()(judging.classify)
app.command()(reviewing.review)
app.command()(reviewing.compare)
app.command()(serving.lsp)
app.command()(models.train)
app.command()(models.evaluate)
data_app.command("add")(adding.data_add)
data_app.command("suggest")(adding.data_suggest)
data_app.command("stats")(adding.data_stats)
data_app.command("split")(adding.data_split)
data_app.command("check")(laws.data_check)
data_app.command("suspects")(laws.data_suspects)
data_app.command("describe")(laws.data_describe)
models_app.command("promote")(models.promote)
