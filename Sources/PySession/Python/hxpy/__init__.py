"""Runs Python for Project Haystack peers: the server side of the hxpy protocol."""

__version__ = "0.1.0"
