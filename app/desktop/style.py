"""The colours of a theme told to Qt: its palette, and the few things a palette cannot say."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from app.desktop.colours import Theme


def palette_of(theme: Theme) -> QPalette:
    """Qt's own roles in our colours."""
    roles = QPalette.ColorRole
    palette = QPalette()
    colours = {
        roles.Window: theme.window,
        roles.WindowText: theme.text,
        roles.Base: theme.window,
        roles.AlternateBase: theme.panel,
        roles.Text: theme.text,
        roles.PlaceholderText: theme.text_dim,
        roles.Button: theme.raised,
        roles.ButtonText: theme.text,
        roles.BrightText: theme.failed,
        roles.ToolTipBase: theme.raised,
        roles.ToolTipText: theme.text,
        roles.Highlight: theme.text_selection,
        roles.HighlightedText: theme.text,
        roles.Accent: theme.accent,
        roles.Link: theme.accent,
        roles.LinkVisited: theme.accent,
        roles.Light: theme.raised,
        roles.Midlight: theme.line,
        roles.Mid: theme.line_strong,
        roles.Dark: theme.line_strong,
        roles.Shadow: theme.line_strong,
    }
    for role, colour in colours.items():
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.text_dim))
    return palette


def style_sheet_of(theme: Theme, radius_px: int) -> str:
    """The few things a palette cannot say. Widgets that paint themselves are not touched.

    The focus ring is twice as wide as an edge: it is seen by whoever cannot tell its colour, too.
    """
    ring = f"2px solid {theme.focus}"
    return f"""
    QToolTip {{ color: {theme.text}; background: {theme.raised}; border: 1px solid {theme.line_strong};
        padding: 4px 8px; }}
    QMenu {{ background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.line_strong};
        padding: 4px 0; }}
    QMenu::item {{ padding: 6px 24px 6px 13px; border-left: 3px solid transparent; }}
    QMenu::item:selected {{ background: {theme.selection}; color: {theme.text}; border-left: 3px solid {theme.focus}; }}
    QMenu::item:disabled {{ color: {theme.text_dim}; }}
    QMenu::separator {{ height: 1px; background: {theme.line}; margin: 4px 0; }}
    QMenuBar {{ background: {theme.panel}; color: {theme.text}; border-bottom: 1px solid {theme.line}; }}
    QMenuBar::item {{ padding: 4px 10px; background: transparent; }}
    QMenuBar::item:selected {{ background: {theme.hover}; }}
    QLabel[tone="dim"] {{ color: {theme.text_dim}; }}
    QLineEdit {{ background: {theme.raised}; color: {theme.text}; placeholder-text-color: {theme.text_dim};
        border: 1px solid {theme.edge}; border-radius: {radius_px}px; padding: 5px 8px;
        selection-background-color: {theme.text_selection}; selection-color: {theme.text}; }}
    QLineEdit:focus {{ border: {ring}; padding: 4px 7px; }}
    QLineEdit#findSession {{ padding: 5px 1px; }}
    QLineEdit#findSession:focus {{ padding: 4px 0; }}
    QPushButton {{ background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.edge};
        border-radius: {radius_px}px; padding: 5px 14px; }}
    QPushButton[role="field"] {{ text-align: left; padding: 5px 8px; }}
    QPushButton[role="field"]:focus {{ padding: 4px 7px; }}
    QPushButton:hover {{ background: {theme.hover}; }}
    QPushButton:pressed {{ background: {theme.selection}; }}
    QPushButton:focus {{ border: {ring}; padding: 4px 13px; }}
    QPushButton:disabled {{ color: {theme.text_dim}; border-color: {theme.line_strong}; }}
    QPushButton[role="primary"] {{ background: {theme.primary}; color: {theme.text_on_accent};
        border: 1px solid {theme.primary}; }}
    QPushButton[role="primary"]:hover {{ border: 1px solid {theme.text}; }}
    QPushButton[role="primary"]:focus {{ background: {theme.window}; color: {theme.accent}; border: {ring};
        padding: 4px 13px; }}
    QPushButton[role="primary"]:disabled {{ background: {theme.raised}; color: {theme.text_dim};
        border: 1px solid {theme.line_strong}; }}
    QPushButton[role="quiet"] {{ background: transparent; border: 1px solid transparent; color: {theme.text_dim}; }}
    QPushButton[role="quiet"]:hover {{ background: {theme.hover}; color: {theme.text}; }}
    QPushButton[role="quiet"]:focus {{ border: {ring}; color: {theme.text}; }}
    QPushButton[role="bell"] {{ background: transparent; border: 1px solid transparent; color: {theme.text};
        padding: 0 4px; }}
    QPushButton[role="bell"]:hover {{ background: {theme.hover}; }}
    QPushButton[role="bell"]:focus {{ border: {ring}; padding: 0 3px; }}
    QPushButton[role="choice"]:checked {{ background: {theme.selection}; border: 1px solid {theme.accent};
        font-weight: 600; }}
    QPushButton[role="choice"]:focus {{ border: {ring}; padding: 4px 13px; }}
    QToolButton:focus {{ border: {ring}; border-radius: {radius_px - 2}px; }}
    QTabBar {{ background: transparent; }}
    QTabBar::tab {{ background: transparent; color: {theme.text_dim}; padding: 6px 12px;
        border: none; border-bottom: 2px solid transparent; }}
    QTabBar::tab:hover {{ color: {theme.text}; }}
    QTabBar::tab:selected {{ color: {theme.text}; border-bottom: 2px solid {theme.accent}; }}
    QTabBar::tab:focus {{ border: {ring}; border-radius: {radius_px - 2}px; background: {theme.selection}; }}
    QTableView {{ background: {theme.window}; color: {theme.text}; border: none; outline: none;
        selection-background-color: {theme.selection}; selection-color: {theme.text}; }}
    QTableView::item {{ padding: 0 8px; border: none; }}
    QTableView::item:selected {{ background: {theme.selection}; }}
    QHeaderView::section {{ background: {theme.panel}; color: {theme.text_dim}; padding: 4px 8px; border: none;
        border-bottom: 1px solid {theme.line}; }}
    QPlainTextEdit {{ background: {theme.code_background}; color: {theme.text};
        border: 2px solid {theme.code_background};
        selection-background-color: {theme.text_selection}; selection-color: {theme.text}; }}
    QPlainTextEdit[role="field"] {{ background: {theme.raised}; border: 1px solid {theme.edge};
        border-radius: {radius_px}px; padding: 3px 5px; }}
    QPlainTextEdit[role="field"]:focus {{ border: {ring}; padding: 2px 4px; }}
    QPlainTextEdit:focus {{ border: {ring}; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; border: none; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; border: none; }}
    QScrollBar::handle {{ background: {theme.edge}; border-radius: 3px; margin: 2px; }}
    QScrollBar::handle:vertical {{ min-height: 32px; }}
    QScrollBar::handle:horizontal {{ min-width: 32px; }}
    QScrollBar::handle:disabled {{ background: transparent; }}
    QScrollBar::handle:hover {{ background: {theme.text_dim}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QSplitter::handle {{ background: {theme.line}; }}
    """
