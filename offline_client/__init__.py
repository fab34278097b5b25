"""The offline client: HTML, CSS and JavaScript, and the blueprint that serves them (`pages.py`)."""

from offline_client.pages import create_blueprint

__all__ = ["create_blueprint"]
