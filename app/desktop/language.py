"""The window's language: finds the person's, and brings its catalogue in before the first text is made.

English is what the code says; for it nothing is read. Another language comes from ``resources/translations``, and with
it Qt's own texts (the menu of a text field), and the way of writing dates.
"""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app.core import sentences
from app.core.tr import speak
from app.desktop.theme import resources_dir

log = logging.getLogger(__name__)

_PREFIX = "signalcabin_"


def choose(app: QCoreApplication, wanted: str) -> str:
    """Speak ``wanted`` ("system", "en", "zh_CN") from now on; the language that is spoken, "en" where there is none."""
    language = _of_the_system() if wanted == "system" else wanted
    if language == "en" or not _bring(app, catalogues() / f"{_PREFIX}{language}.qm"):
        # Names of days and months are in the language of the sentences round them, whatever the system speaks.
        QLocale.setDefault(QLocale(QLocale.Language.English))
        return "en"
    locale = QLocale(language)
    QLocale.setDefault(locale)
    qts_own = QTranslator(app)
    if qts_own.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qts_own)
    else:
        qts_own.deleteLater()
    speak(_say)
    know_the_hubs_sentences()
    return language


def catalogues() -> Path:
    """Where the catalogues lie."""
    return resources_dir() / "resources" / "translations"


def _bring(app: QCoreApplication, file: Path) -> bool:
    translator = QTranslator(app)
    if not translator.load(str(file)):
        log.warning("no translation in %s; the window speaks English", file)
        translator.deleteLater()
        return False
    return app.installTranslator(translator)


def know_the_hubs_sentences() -> None:
    """Recognise from now on what a hub says, so that it can be said in another language."""
    try:
        sentences.know(msgspec.json.decode((catalogues() / "sentences.json").read_bytes(), type=list[str]))
    except (OSError, msgspec.DecodeError) as error:
        log.warning("what hubs say stays English: %s", error)


def _say(text: str, meaning: str, number: int) -> str:
    return QCoreApplication.translate("", text, meaning, number)


def _of_the_system() -> str:
    """The first of the person's languages that is spoken here, by language and script: zh-SG reads what zh-CN does."""
    for name in QLocale.system().uiLanguages():
        wished = QLocale(name)
        if wished.language() in (QLocale.Language.English, QLocale.Language.C):
            return "en"
        for file in sorted(catalogues().glob(f"{_PREFIX}*.qm")):
            spoken = QLocale(file.stem.removeprefix(_PREFIX))
            if (spoken.language(), spoken.script()) == (wished.language(), wished.script()):
                return file.stem.removeprefix(_PREFIX)
    return "en"
