"""A browser of one window around the distribution's WebKitGTK. `webkit.py` has it started, by the system's own Python.

Unlike the browser that comes with WebKitGTK it keeps what pages store when it is driven: it can be started again.
What Safari has, and WebKitGTK leaves out unless it is asked for, is switched on.
"""

from __future__ import annotations

import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402

TABLET = (800, 1180)  # an iPad
AS_IN_SAFARI = {"StorageAPI", "StorageAPIEstimate"}


def main(disk: str) -> None:
    """Wait for the driver, and show one window until it is closed."""
    manager = WebKit2.WebsiteDataManager(base_data_directory=f"{disk}/data", base_cache_directory=f"{disk}/cache")
    context = WebKit2.WebContext(website_data_manager=manager)
    context.set_automation_allowed(True)
    context.connect("automation-started", driven)
    Gtk.main()


def driven(context: WebKit2.WebContext, session: WebKit2.AutomationSession) -> None:
    """The driver has come: it asks for a window."""
    session.set_application_info(WebKit2.ApplicationInfo())
    session.connect("create-web-view", lambda _: shown(context))


def shown(context: WebKit2.WebContext) -> WebKit2.WebView:
    """The window, with nothing in it yet."""
    settings = WebKit2.Settings(enable_write_console_messages_to_stdout=True)
    features = WebKit2.Settings.get_all_features()
    for feature in map(features.get, range(features.get_length())):
        if feature.get_identifier() in AS_IN_SAFARI:
            settings.set_feature_enabled(feature, True)
    view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True, settings=settings)
    width, height = TABLET
    window = Gtk.Window(default_width=width, default_height=height)
    window.connect("destroy", Gtk.main_quit)
    window.add(view)
    window.show_all()
    return view


if __name__ == "__main__":
    main(sys.argv[1])
