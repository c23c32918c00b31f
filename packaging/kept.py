"""What of Qt and Python goes into the package, and why: everything else is left out by the build."""

from __future__ import annotations

QT_MODULES = {
    "QtCore": "everything",
    "QtGui": "painting, fonts, keys, the clipboard",
    "QtWidgets": "the window",
    "QtSvg": "signals and icons are drawings",
}
"""PySide6's modules the desktop imports."""

QT_PLUGINS = {
    "platforms/*qxcb": "a window under X11",
    "platforms/*qwayland": "a window under Wayland",
    "platforms/*qoffscreen": "pictures and the self-test, without a display",
    "platforms/*qcocoa": "a window on macOS",
    "platforms/*qwindows": "a window on Windows",
    "platformthemes/*qxdgdesktopportal": "light or dark, and the file dialog, as the desktop wants them",
    "platforminputcontexts/*": "writing Chinese, Japanese, Korean, and accents by dead keys",
    "wayland-shell-integration/*xdg-shell": "a window under Wayland",
    "wayland-decoration-client/*": "a title bar where Wayland draws none",
    "iconengines/*": "icons are drawings",
    "imageformats/*qsvg": "icons are drawings",
    "imageformats/*qico": "the icon on Windows",
    "styles/*": "the system's own look of menus on macOS and Windows",
}
"""Folder/name below Qt's plugins → what for.

Not here: GTK's theme, which brings all of GTK; OpenGL, for nothing is painted by it.
"""

OF_THE_SYSTEM = (
    "libdbus-1.so.3", "libsystemd.so.0", "libgcrypt.so.20", "libgpg-error.so.0", "libcap.so.2", "liblz4.so.1",
)  # fmt: skip
"""D-Bus and what it brings: every desktop has them, and its own one is the right one there."""

UNUSED_MODULES = (
    "PySide6.QtDBus", "PySide6.QtNetwork", "PySide6.QtOpenGL", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtSql",
    "PySide6.QtTest", "IPython", "PIL", "_pytest", "distutils", "lib2to3", "multiprocessing", "numpy", "pip",
    "pydoc_data", "pytest", "readline", "setuptools", "tkinter", "xmlrpc",
)  # fmt: skip
"""Python modules something mentions and nothing of ours needs (readline would bring the GPL with it)."""
