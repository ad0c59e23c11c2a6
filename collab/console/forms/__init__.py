"""Forms of the console."""

from collab.console.forms.governing import DeletionForm, LanguagesForm, SettingsForm, texts_form
from collab.console.forms.log import LogForm
from collab.console.forms.presidency import FirstTermForm, HandoverForm, TermForm

__all__ = [
    "DeletionForm",
    "FirstTermForm",
    "HandoverForm",
    "LanguagesForm",
    "LogForm",
    "SettingsForm",
    "TermForm",
    "texts_form",
]
