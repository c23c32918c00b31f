"""Signalcabin: one window and one tray icon over every AI coding agent on your machines, whoever started it."""

__version__ = "0.1.0"
