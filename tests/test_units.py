"""Units that the vocabulary declares: their words in every language, and that they are told apart like those of the language."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from engine.language.nynorsk import Translation, in_nynorsk
from engine.language.templates import told, worded
from engine.law.compared import version_digest
from engine.rendering.wording import parameter_words

from .small_laws import PLACE, small_law

UNITS = (
    "{kroner: {one: {nb: krone, en: krone}, many: {nb: kroner, en: kroner}, currency: true}, "
    "shares: {one: {nb: andel, en: share}, many: {nb: andeler, en: shares}}, year_of_school: {counts: true}}"
)
AMOUNTS = {"amount": "value: 124028, unit: kroner", "one": "value: 1, unit: kroner", "half": "value: 2.5, unit: shares"}


def test_a_number_is_told_with_the_words_of_its_unit(tmp_path: Path) -> None:
    """One and many, in digits and in words, in Bokmål and English; in Nynorsk as the file of texts has it."""
    laws = small_law(tmp_path, "a", parameters=AMOUNTS, units=UNITS, derived={"d2": "add: [d, {parameter: adult}]"})
    (version,) = laws.versions
    amount, one, half = (version.parameters[name] for name in AMOUNTS)
    assert [parameter_words(lang, amount, version.units) for lang in ("nb", "en")] == ["124\N{NO-BREAK SPACE}028 kroner", "124,028 kroner"]
    assert [parameter_words(lang, one, version.units) for lang in ("nb", "en")] == ["1 krone", "1 krone"]
    shown = {
        "9999.5": "9999.50",
        "10000": "10,000",
        "21693.33": "21,693.33",
        "0.01": "0.01",
        "18579.50": "18,579.50",
        "659.00": "659",
        "-12345.6": "-12,345.60",
    }
    for value, expected in shown.items():
        assert parameter_words("en", replace(amount, value=Decimal(value)), version.units) == f"{expected} kroner"
    assert [parameter_words(lang, half, version.units) for lang in ("nb", "en")] == ["2,5 andeler", "2.5 shares"]
    words = worded(one, "words", version.units)
    assert words is not None and (words.nb, words.en) == ("én krone", "one krone")
    assert half.value == Decimal("2.5")
    school = replace(one, value=7, unit="year_of_school")
    assert [parameter_words(lang, school, version.units) for lang in ("nb", "en")] == ["7", "7"]
    nynorsk = in_nynorsk(laws, {"andeler": Translation("andelar", PLACE), "andel": Translation("andel", PLACE)})
    assert parameter_words("nn", half, nynorsk.versions[0].units) == "2,5 andelar"
    assert parameter_words("nn", half, told(nynorsk).vocabulary.units) == "2,5 andelar"


def test_what_a_unit_is_called_is_no_law(tmp_path: Path) -> None:
    """Other words for a unit leave the digest of a version as it was."""
    one = small_law(tmp_path / "one", "a", parameters=AMOUNTS, units=UNITS)
    other = small_law(tmp_path / "other", "a", parameters=AMOUNTS, units=UNITS.replace("andeler", "deler"))
    digests = {version_digest(laws.versions[0], laws.vocabulary) for laws in (one, other)}
    assert len(digests) == 1
