"""`pincite web`: serves the page, and makes accounts for it. What is heavy is imported within."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import PinciteError, UsageError
from corpus.settings import Settings

if TYPE_CHECKING:
    from assistant.ask import Pincite

PORT = 7860
QUIET = 3.0  # seconds after which the models are loaded, if nobody asked before
_ANYWHERE = ("0.0.0.0", "::")  # noqa: S104 (compared with, not listened at)
_FIRST = "Is giving access to software in the cloud an export?"  # asked unseen, so that a user's first question is fast


class PortTaken(PinciteError):
    """Something else listens where the page was to be."""


def register(commands: typer.Typer, evidence: Callable[[], str] | None = None) -> None:
    """Add `web` to a set of commands. `evidence` gives the HTML of what is proven, which is not known here."""

    @commands.command("web")
    def web(
        port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes any that is free.")] = PORT,
        host: Annotated[
            str, typer.Option(help="The address to listen at. Any but this machine's own needs PINCITE_AUTH_FILE.")
        ] = "127.0.0.1",
        is_opened: Annotated[
            bool | None, typer.Option("--open/--no-open", help="Show the page in the browser; if there is a screen.")
        ] = None,
        new_user: Annotated[
            str | None,
            typer.Option(help="Serve nothing, but ask for a password and add this account to PINCITE_AUTH_FILE."),
        ] = None,
    ) -> None:
        """Serve the page on this machine: ask, read the source beside the answer, browse, compare. Ctrl-C ends it."""
        settings = Settings()
        try:
            if new_user is not None:
                _add(new_user, settings)
            else:
                _serve(settings, host, port, _has_screen() if is_opened is None else is_opened, evidence)
        except KeyboardInterrupt:
            print()


def _add(name: str, settings: Settings) -> None:
    from getpass import getpass

    from assistant.web.accounts import Accounts

    if not settings.auth_file:
        raise UsageError("Set PINCITE_AUTH_FILE to the file of accounts first; it is made if it is not there.")
    password = getpass(f"Password of {name}: ")
    if getpass("The same once more: ") != password:
        raise UsageError("The two passwords are not the same; nothing was added.")
    Accounts(Path(settings.auth_file)).add(name, password)
    print(f"{name} can log in now; {settings.auth_file} holds the account.")


def _serve(settings: Settings, host: str, port: int, is_opened: bool, evidence: Callable[[], str] | None) -> None:
    from assistant.ask import Pincite
    from assistant.web.prepare import check_installed, import_gradio, working_folder

    check_installed()
    settings = shared(settings, host)
    pincite = Pincite(settings)
    listening = _bound(host, port)
    where = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}/"

    def ready() -> None:
        print(f"Pincite is at {where} (Ctrl-C ends it).", flush=True)
        warming = threading.Timer(QUIET, _warm, (pincite,))  # the page itself comes first
        warming.daemon = True
        warming.start()
        if is_opened:
            import webbrowser

            threading.Thread(target=webbrowser.open, args=(where,), daemon=True).start()

    with working_folder():
        import_gradio()
        from assistant.web.app import look, page
        from assistant.web.serve import Server, application, names

        app = application(page(pincite, settings, evidence), look(), settings)
        Server(app, ready, is_behind_proxy=bool(names(settings))).run([listening])
    # Answers that are still being made are left: libraries in C++ would call it an error to lose their threads at work.
    sys.stdout.flush()
    os._exit(0)


def shared(settings: Settings, host: str) -> Settings:
    """The settings with the address among the names of the page, if it can be reached from elsewhere.

    Raises `UsageError` if it can and nobody has to log in, and `AccountsError` if nobody could.
    """
    from assistant.web.accounts import Accounts

    if settings.auth_file:
        Accounts(Path(settings.auth_file)).hashes()
    if _is_own(host) and not settings.web_names.strip(" ,"):
        return settings
    if not settings.auth_file:
        raise UsageError(
            "The page would be open to others without a login. Set PINCITE_AUTH_FILE to a file of accounts; "
            "`pincite web --new-user NAME` adds one."
        )
    if host not in _ANYWHERE:
        return settings.model_copy(update={"web_names": f"{settings.web_names},{host}"})
    if not settings.web_names.strip(" ,"):
        raise UsageError(
            f"With --host {host}, say by which names the page is reached: PINCITE_WEB_NAMES=pincite.example.org,10.0.0.5"
        )
    return settings


def _is_own(host: str) -> bool:
    """Whether an address can be reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _bound(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        where, why = f"port {port} of {host}", str(error.strerror).split(" (")[0]
        raise PortTaken(
            f"The page cannot be served at {where}: {why}. If another `pincite web` runs, use that one; else choose another "
            "port with --port."
        ) from error


def _has_screen() -> bool:
    has_one = sys.platform in ("darwin", "win32") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    return has_one and sys.stdout.isatty()


def _warm(pincite: Pincite) -> None:
    try:
        pincite.ask(_FIRST)
    except PinciteError:
        return  # whoever asks first is told
