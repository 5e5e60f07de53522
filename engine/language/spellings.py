"""How values are written: which number could be two numbers, and what people write where there is nothing to state.

One table for every reader: case files, rule files, registers, the command line and the interview.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from ..diagnostics import propose, use_one_of
from ..model import NONE, Fact, Text

UNKNOWN: Final = "unknown"
"""The word that says that a fact is not known; the same as leaving it out."""

_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+([.,][0-9]*)?")
_GROUP = re.compile(r"[-+]?[1-9][0-9]{0,2}([.,])[0-9]{3}")
_DECIMAL_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+")


class NumberDoubt(NamedTuple):
    """Why a number is not read as it looks: what it is, why that matters, and how to write what is meant."""

    is_: Text
    why: Text
    fix: Text


def doubt(number: str) -> NumberDoubt | None:
    """Return why a number could be another number than it seems; None where it could not."""
    if _LEADING_ZERO.fullmatch(number):
        return NumberDoubt(
            Text("et tall med null foran", "a number with a leading zero"),
            Text(
                "noen programmer regner et slikt tall i åttetallssystemet, og i en kode hører nullen med",
                "some programs count such a number in base eight, and in a code the zero belongs to it",
            ),
            Text("skriv tallet uten null foran; en kode er ikke et tall", "write the number without the zero; a code is not a number"),
        )
    if found := _GROUP.fullmatch(number):
        sign = found[1]
        whole, _, thousandths = number.partition(sign)
        decimal = f"{whole}.{thousandths}".rstrip("0").rstrip(".") if thousandths.endswith("0") else f"{whole}.{thousandths}0"
        nb, en = ("punktumet", "full stop") if sign == "." else ("kommaet", "comma")
        return NumberDoubt(
            Text("tusener eller tre desimaler: det lar seg ikke se", "thousands or three decimals: it cannot be seen which"),
            Text("de to er tusen ganger hverandre", "one is a thousand times the other"),
            Text(
                f"skriv `{whole}{thousandths}` om {nb} skiller tusener, og `{decimal}` om det står foran desimaler",
                f"write `{whole}{thousandths}` if the {en} separates thousands, and `{decimal}` if it stands before decimals",
            ),
        )
    return None


def unmistakable(number: str) -> str:
    """Return a number whose notation leaves no doubt, such as a number in JSON, so that `doubt` finds none in it."""
    return f"{number}0" if _GROUP.fullmatch(number) else number


def with_full_stop(number: str) -> str | None:
    """Return a number that is written with a decimal comma as it is with a full stop; None for all else."""
    return number.replace(",", ".") if _DECIMAL_COMMA.fullmatch(number) and doubt(number) is None else None


# ---------------------------------------------------------------- words for what is not stated

UNKNOWN_WORDS: Final = frozenset(
    {
        UNKNOWN,
        "ukjent",
        "ukjend",
        "ikke kjent",
        "vet ikke",
        "veit ikke",
        "veit ikkje",
        "ikkje kjend",
        "ikkje kjent",
        "uvisst",
        "usikker",
        "uavklart",
    }
    | {
        "ikke oppgitt",
        "ikkje oppgitt",
        "ikkje oppgjeve",
        "uoppgitt",
        "not known",
        "not stated",
        "don't know",
        "do not know",
        "uncertain",
        "?",
        "??",
    }
)
NONE_WORDS: Final = frozenset(
    {NONE, "ingen", "ingenting", "intet", "ikke noe", "ikke noen", "inkje", "ikkje noko", "ikkje nokon", "nothing", "nil"}
)
YES_WORDS: Final = frozenset({"ja", "j", "yes", "y", "true", "sann", "sant"})
NO_WORDS: Final = frozenset({"nei", "n", "no", "false", "usann", "usant"})
BLANK_WORDS: Final = frozenset(
    {"-", "--", "–", "—", ".", "..", "/", "~", "null", "nan", "na", "n/a", "n.a.", "#n/a", "#i/t", "i/a", "ia", "i.a."}
    | {"ikke aktuelt", "ikke relevant", "not applicable", "tom", "blank", "empty", "(blank)", "(tom)"}
)
"""What stands where nothing was filled in: not known, none or not asked, and no reader can tell which."""


def instead(fact: Fact, said: str) -> Text | None:
    """Return what to write in place of a word that says unknown, none, yes, no or nothing at all; None for any other word."""
    word = " ".join(said.split()).casefold()
    absent = _absent(fact)
    otherwise = use_one_of(fact.values) if fact.values else _WRITE[fact.type]
    not_known = Text(f"`{UNKNOWN}` om det ikke er kjent", f"`{UNKNOWN}` if it is not known")
    choices = [absent, not_known] if absent else [not_known]
    fully = Text("; ".join([otherwise.nb, ", ".join(c.nb for c in choices)]), "; ".join([otherwise.en, ", ".join(c.en for c in choices)]))
    if word in UNKNOWN_WORDS:
        return propose(UNKNOWN, otherwise)
    if word in NONE_WORDS and fact.values and NONE in fact.values:
        return propose(NONE, otherwise)
    if word in NONE_WORDS | NO_WORDS and fact.if_absent_none:
        return propose(NONE, Text(f"{otherwise.nb}; {not_known.nb}", f"{otherwise.en}; {not_known.en}"))
    if word in YES_WORDS | NO_WORDS and fact.type == "boolean":
        return None  # what is meant is a value, and the reader of truth values says how it is written
    if word in NONE_WORDS | BLANK_WORDS | YES_WORDS | NO_WORDS and fact.type != "text":
        return fully
    return None


_WRITE: Final = {
    "boolean": Text("skriv `true` for ja og `false` for nei", "write `true` for yes and `false` for no"),
    "integer": Text("skriv tallet", "write the number"),
    "decimal": Text("skriv tallet", "write the number"),
    "date": Text("skriv datoen som ÅÅÅÅ-MM-DD", "write the date as YYYY-MM-DD"),
    "text": Text("skriv teksten", "write the text"),
}


def _absent(fact: Fact) -> Text | None:
    """Return how a fact says that there is none; None where it cannot."""
    if fact.if_absent_none:
        return Text(f"`{NONE}` om det ikke har skjedd", f"`{NONE}` if it has not happened")
    if fact.values and NONE in fact.values:
        return Text(f"`{NONE}` om det ikke er noen", f"`{NONE}` if there is none")
    if fact.type in ("integer", "decimal") and (fact.minimum is None or fact.minimum <= 0):
        return Text("`0` om det ikke er noe", "`0` if there is none")
    return None


# ---------------------------------------------------------------- keys

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "when": ("når", "naar", "hvis", "dersom", "om", "vilkår", "vilkårene", "if", "where", "condition", "conditions"),
    "then": ("så", "saa", "da", "rettsfølge", "følge", "virkning", "result", "consequence"),
    "unless": ("unntak", "unntatt", "med mindre", "med_mindre", "except", "exception", "exceptions"),
    "source": ("kilde", "hjemmel", "rettskilde", "authority", "citation", "reference"),
    "overrides": ("går foran", "går_foran", "foran", "overstyrer", "override"),
    "in_force": ("ikrafttredelse", "i kraft", "i_kraft", "ikraft", "gjelder"),
    "effective_from": ("ikrafttredelse", "gjelder fra", "gjelder_fra", "fra", "fra og med"),
    "from": ("fra", "fra og med"),
    "to": ("til", "til og med"),
    "title": ("tittel", "overskrift", "navn", "name", "betegnelse"),
    "label": ("betegnelse", "etikett", "navn", "name", "tittel"),
    "note": ("merknad", "notat", "kommentar", "comment"),
    "allow": ("tillat", "tillatt"),
    "act": ("lov", "loven", "lovnavn", "forskrift", "law", "statute"),
    "acts": ("lover", "lov", "forskrifter", "laws"),
    "section": ("paragraf", "paragrafen", "§"),
    "ledd": ("paragraph", "subsection", "avsnitt"),
    "punktum": ("sentence", "setning", "pkt", "punkt"),
    "letter": ("bokstav", "litra"),
    "parameters": ("parametre", "parameter", "parameterne", "tall"),
    "rules": ("regler", "regel", "reglene", "rule"),
    "derived": ("beregnet", "beregninger", "avledet", "utledet"),
    "conclusions": ("konklusjoner", "konklusjon", "conclusion"),
    "facts": ("opplysninger", "opplysning", "fakta", "fact"),
    "topic": ("tema", "emne"),
    "topics": ("temaer", "emner"),
    "value": ("verdi", "tall", "beløp", "dato"),
    "values": ("verdier", "alternativer", "valg"),
    "unit": ("enhet", "måleenhet"),
    "question": ("spørsmål", "spm"),
    "type": ("slag",),
    "minimum": ("minst", "min"),
    "maximum": ("høyst", "maks", "maksimum", "max"),
    "text": ("tekst",),
    "reason": ("begrunnelse", "grunn"),
    "code": ("kode",),
    "version": ("versjon",),
    "successor": ("etterfølger", "avløses av", "avløses_av"),
    "amended_by": ("endringer", "endret av", "endret_av", "endringslover"),
    "adds": ("legger til", "legger_til", "nye", "tilføyer"),
    "changes": ("endrer", "endret", "endringer"),
    "repeals": ("opphever", "opphevet"),
    "case": ("sak",),
    "about": ("om", "beskrivelse", "description"),
    "like": ("lik", "ligner", "som"),
    "but": ("men",),
    "expect": ("forventet", "forvent", "venter", "expected"),
    "rejected": ("avvist", "avvises"),
    "because": ("fordi", "begrunnelse"),
    "reviews": ("vurderinger",),
    "nb": ("norsk", "bokmål", "no"),
    "en": ("engelsk", "english", "eng"),
}
"""Keys of the files, each with how it is written in Norwegian or in other programs, in small letters."""


def key_meant(written: str, free: Sequence[str]) -> str | None:
    """Return the key that a word in Norwegian, or of another program, stands for, of those that are free; None where there is none."""
    folded = written.casefold()
    return next((key for key, words in KEYS.items() if key in free and folded in words), None)
