"""What readers of decisions are told, in Bokmål: one entry for each text that is said, in alphabetical order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

BOKMAL: Final[Mapping[str, str]] = {
    '"{back}" to go back one question. Ctrl-C stops without saving.': (
        "«{back}» for å gå ett spørsmål tilbake. Ctrl-C avbryter uten å lagre."
    ),
    ", at least {low}": ", minst {low}",
    ", at most {high}": ", høyst {high}",
    ", from {low} to {high}": ", fra {low} til {high}",
    "1 case": "1 sak",
    "1 fact": "1 opplysning",
    "1 rule belongs to or rests on an Act other than the {act}, which is the one that applies here.": (
        "1 regel hører til eller bygger på en annen lov enn {act}, som er loven som gjelder her."
    ),
    "1 step": "1 steg",
    "; source: {source}": "; kilde: {source}",
    "A caseworker must assess": "En saksbehandler må vurdere",
    "A caseworker must assess in any case:": "En saksbehandler må uansett vurdere:",
    "a date": "en dato",
    "A number in brackets is the number of the step in the trail.": "Tall i hakeparentes er nummeret på steget i sporet.",
    "A number in brackets is the number of the step in the trail; each step is shown in full once.": (
        "Tall i hakeparentes er nummeret på steget i sporet (trail); hvert steg er vist fullt ut én gang."
    ),
    "A sufficient justification": "En begrunnelse som er nok",
    "acts": "lover og forskrifter",
    "added": "ny",
    "All of these together settle the answer, whatever they show. Some may be enough; that depends on what they show.": (
        "Alle disse sammen avgjør svaret, hva de enn viser. Noen av dem kan være nok; det kommer an på hva de viser."
    ),
    "All of this is needed:": "Alt dette kreves:",
    "amended by": "endret ved",
    "amendments": "endringer",
    "among ": "blant ",
    "and": "og",
    " and {number} more": " og {number} til",
    "Answer": "Svar",
    'Answer again, or type "{back}" and correct the answer before.': "Svar på nytt, eller skriv «{back}» og rett det forrige svaret.",
    "Answers that may depend on this": "Svar som kan avhenge av dette",
    "applies": "gjelder her",
    "as read on": "lest per",
    "Ask this first:": "Spør om dette først:",
    "assumed": "antatt",
    "Assumed for this evaluation": "Antatt for denne vurderingen",
    "Assumed for this evaluation:": "Antatt for denne vurderingen:",
    "At least one of these is needed:": "Minst ett av dette kreves:",
    "At least {tried} cases were tried for each.": "Minst {tried} saker er prøvd for hver.",
    "authority": "hjemmel",
    "Authority: ": "Hjemmel: ",
    "Basis: ": "Grunnlag: ",
    "because: ": "fordi: ",
    "Case": "Sak",
    "changed": "endret",
    "Checked: two independent engines derived the same decision, step by step.": (
        "Kontrollert: to uavhengige motorer kom fram til den samme avgjørelsen, steg for steg."
    ),
    "Choice of law": "Lovvalg",
    "Choice of law and basis": "Lovvalg og grunnlag",
    "Close all parts": "Lukk alle deler",
    'Compare the answers with their source; type "{back}" to correct the last one.': (
        "Kontroller svarene mot kilden; skriv «{back}» for å rette det siste."
    ),
    "Compare the facts with their source": "Kontroller opplysningene mot kilden",
    "computation": "beregning",
    "concluded by": "følger av",
    "conclusion": "konklusjon",
    "Conclusions": "Konklusjoner",
    "Conclusions still open": "Konklusjoner som ennå er åpne",
    "Conclusions that are not applicable": "Konklusjoner som ikke er aktuelle",
    "Conclusions that belong to an Act other than the one that applies, and so are not met": (
        "Konklusjoner som hører til en annen lov enn den som gjelder, og derfor ikke er oppfylt"
    ),
    "condition": "vilkår",
    "consequence": "følge",
    "Contents": "Innhold",
    "date: yyyy-mm-dd": "dato: dd.mm.åååå eller åååå-mm-dd",
    'date: yyyy-mm-dd; "{none}" if it has not happened': "dato: dd.mm.åååå eller åååå-mm-dd; «{none}» hvis det ikke har skjedd",
    "Decisions are derived by one engine alone, and each of them says so.": (
        "Avgjørelser utledes av én motor alene, og hver av dem sier fra om det."
    ),
    "derived value": "beregnet verdi",
    "digest": "kontrollsum",
    "Digest of the law version: {digest}": "Lovversjonens kontrollsum: {digest}",
    "does not apply": "gjelder ikke her",
    "Each of these sets is enough, whatever the facts show:": "Hver av disse samlingene er nok, hva opplysningene enn viser:",
    "Each of these {number} conditions alone is enough to stop it, whatever the rest:": (
        "Hvert av disse {number} vilkårene stopper alene, uansett resten:"
    ),
    "Effective from": "Gjelder fra",
    "enough alone to stop this way": "nok alene til å stoppe denne muligheten",
    "exception": "unntak",
    "Exception: ": "Unntak: ",
    "Fact": "Opplysning",
    "fact": "opplysning",
    "Facts missing for the outcome": "Opplysninger som mangler for å avgjøre utfallet",
    "Facts of the case": "Opplysninger i saken",
    "from": "fra",
    "From law version {older} to {newer}": "Fra lovversjon {older} til {newer}",
    "Go to the content": "Gå til innholdet",
    "gone": "bort",
    "Guidance (not legal requirements)": "Merknader etter veiledning (ikke lovkrav)",
    "If law version {version} governs:": "Dersom lovversjon {version} styrer:",
    "in force": "i kraft",
    "in force from": "gjelder fra",
    "In force: ": "I kraft: ",
    "It is not shown that these can really matter: {names}.": "Det er ikke vist at disse virkelig kan ha noe å si: {names}.",
    "Justification": "Begrunnelse",
    "Law version": "Lovversjon",
    "law version": "lovversjon",
    "law version ": "lovversjon ",
    "Law version {forced} was chosen by the user; the rules on choice of law were not applied.": (
        "Lovversjon {forced} er valgt av brukeren; reglene om lovvalg er ikke brukt."
    ),
    "Law version: ": "Lovversjon: ",
    "left out means `none`": "utelatt betyr `none`",
    "Legal reason to ask: ": "Rettslig grunn til å spørre: ",
    "Limit:": "Grense:",
    "Missing": "Mangler",
    "Missing: ": "Mangler: ",
    "named by": "nevnt av",
    "new": "nytt",
    "no": "nei",
    "no amendment names the rule": "ingen lovendring nevner regelen",
    "no case names it": "ingen testsak nevner den",
    "No case shows a difference.": "Ingen sak viser noen forskjell.",
    "No change of up to {MOST_FACTS} facts was found that would give another answer.": (
        "Det er ikke funnet noen endring av inntil {MOST_FACTS} opplysninger som ville gitt et annet svar."
    ),
    "no date": "ingen dato",
    "no rule": "ingen regel",
    "No rule differs.": "Ingen regel er forskjellig.",
    "No single condition stops every way:": "Ingen enkelt hindring stopper alle mulighetene:",
    "no single rule": "ingen enkelt regel",
    "none": "ingen",
    "None of these, of which at least one is needed:": "Ikke noe av dette, og minst ett av det kreves:",
    "not ": "ikke ",
    "not among ": "ikke blant ",
    "not applicable": "ikke aktuelt",
    "Not cross-checked by a second engine": "Ikke kontrollert av en annen motor",
    "Not in force: ": "Ikke i kraft: ",
    "not mentioned in the case": "ikke nevnt i saken",
    "Not mentioned in the case, and read as not having happened": "Saken nevner det ikke, og det er lest som at det ikke har skjedd",
    "Not mentioned in the case, and so read as not having happened:": "Ikke nevnt i saken, og derfor lest som at det ikke har skjedd:",
    "not mentioned; read as not having happened": "ikke nevnt i saken; lest som at det ikke har skjedd",
    "Not proved the same, no difference found": "Ikke bevist likt, ingen forskjell funnet",
    "not settled, ": "ikke avklart, ",
    "note": "merknad",
    "Nothing: the answer stands, whatever the one fact that the case lacks turns out to be.": (
        "Ingenting: svaret står fast, hva den ene opplysningen som saken ikke har, enn viser."
    ),
    "Nothing: the answer stands, whatever the {unknown} facts that the case lacks turn out to be.": (
        "Ingenting: svaret står fast, hva de {unknown} opplysningene som saken ikke har, enn viser."
    ),
    "Nothing: the answer would be the same, whatever became of the facts that can still change.": (
        "Ingenting: svaret ville vært det samme, hvordan enn de opplysningene ble som fortsatt kan endre seg."
    ),
    "Nothing: the case has every fact.": "Ingenting: saken har alle opplysninger.",
    "number": "tall",
    "number or date": "tall eller dato",
    "open": "åpent",
    "Open all parts": "Åpne alle deler",
    "open rule": "åpen regel",
    "Open – facts are missing": "Åpent – opplysninger mangler",
    "open – facts are missing": "åpent – opplysninger mangler",
    " or ": " eller ",
    "or": "eller",
    "Other changes as small:": "Andre like små endringer:",
    "overrides": "går foran",
    "Overview": "Oversikt",
    "parameter": "parameter",
    "period in force": "virketid",
    "Policies of the calendar": "Kalenderregler",
    "Prepared by a program. A caseworker checks the facts and takes the decision.": (
        "Utarbeidet av et program. En saksbehandler kontrollerer opplysningene og treffer vedtaket."
    ),
    "Provisions cited": "Bestemmelser det er vist til",
    "Question": "Spørsmål",
    "question": "spørsmål",
    "Questions for a person and notes of guidance that were not raised": (
        "Spørsmål for en saksbehandler og merknader etter veiledning som ikke ble utløst"
    ),
    "Read as consolidated on {dated}: {listed}.": "Lest i konsolidert utgave per {dated}: {listed}.",
    "repealed": "opphevet",
    "rule": "regel",
    "rules": "regler",
    "Rules contradict each other in: ": "Regler gir motstridende svar i: ",
    "Rules that still wait for this": "Regler som fortsatt venter på dette",
    "Rules that were tested on the fact": "Regler som opplysningen er prøvd mot",
    "Rules: {added} added, {changed} changed, {repealed} repealed.": "Regler: {added} nye, {changed} endret, {repealed} opphevet.",
    "see no. {number}": "se nr. {number}",
    "shown by {person}": "vises av {person}",
    "Source": "Kilde",
    "source": "kilde",
    "Special rule: ": "Spesialregel: ",
    "stands in ": "står i ",
    "Stated in the case": "Oppgitt i saken",
    "stated without a source": "oppgitt uten kilde",
    "Step": "Steg",
    "Stops": "Stopper",
    "switched off with --no-cross-check": "slått av med --no-cross-check",
    "tested in": "prøvd i",
    "text": "tekst",
    "The addresses lead to the text as it stands now; it may have been amended after it was read.": (
        "Adressene fører til teksten slik den lyder nå; den kan være endret etter at den ble lest."
    ),
    "The answer does not fit what was stated before:": "Svaret går ikke sammen med det som er oppgitt før:",
    "The answer rests on what is assumed: {names}.": "Svaret bygger på det som er antatt: {names}.",
    "The answer stands, whatever the {left} other facts turn out to be.": "Svaret står fast, hva de {left} andre opplysningene enn viser.",
    'The answer would be "{after}" if:': "Svaret ville vært «{after}» dersom:",
    "The case cannot be decided": "Saken kan ikke avgjøres",
    "The case does not say. Question: ": "Saken sier ikke noe om dette. Spørsmål: ",
    "The conditions for using law version {version}": "Vilkårene for å bruke lovversjon {version}",
    "The decision rests on facts that are assumed; see Choice of law and basis.": (
        "Avgjørelsen bygger på opplysninger som er antatt; se Lovvalg og grunnlag."
    ),
    "The facts contradict each other": "Opplysningene motsier hverandre",
    "The interview is over": "Intervjuet er ferdig",
    "The law that governs has no rule on this.": "Loven som styrer, har ingen regel om dette.",
    "The law was read as it stood on {until}; the decision is dated later.": "Loven er lest per {until}; avgjørelsen er datert senere.",
    "the number or the word": "nummeret eller ordet",
    "The outcome is open until the case states so many of these facts that the rest cannot change it.": (
        "Utfallet er åpent til saken viser så mange av disse opplysningene at resten ikke kan endre det."
    ),
    "The outcome is open until the case states this fact.": "Utfallet er åpent til saken viser denne opplysningen.",
    "the question arises of": "gjelder spørsmålet om",
    "The question arises: ": "Spørsmålet oppstår: ",
    "The question does not arise: ": "Spørsmålet oppstår ikke: ",
    "the rule needs": "regelen krever",
    "The same: proved by the solver for all cases": "Likt: bevist av løseren for alle saker",
    "The same: rests on the same rules in both": "Likt: bygger på de samme reglene i begge",
    "The second engine (durable-rules) is installed: every decision is derived by two independent engines.": (
        "Den andre motoren (durable-rules) er på plass: hver avgjørelse utledes av to uavhengige motorer."
    ),
    "The second engine (durable-rules) is missing: {absent}": "Den andre motoren (durable-rules) mangler: {absent}",
    "the second engine cannot run here ({reason})": "den andre motoren kan ikke kjøre her ({reason})",
    "The shortest sufficient justification": "Den korteste begrunnelsen som er nok",
    " The solver (extra `analysis`) was not used.": " Løseren (tillegget `analysis`) er ikke brukt.",
    " The solver gave up.": " Løseren ga opp.",
    "The value is known: ": "Verdien er kjent: ",
    "The value is not yet known: ": "Verdien er ikke kjent ennå: ",
    "The whole derivation": "Hele utledningen",
    "the whole section": "hele paragrafen",
    "then": "så",
    "Then these may matter:": "Deretter kan dette ha noe å si:",
    "There are {omitted} more, not shown here.": "Det finnes {omitted} til, som ikke vises her.",
    "This condition alone is enough to stop it, whatever the rest:": "Dette vilkåret stopper alene, uansett resten:",
    "This fact settles the answer, whatever it shows.": "Denne opplysningen avgjør svaret, hva den enn viser.",
    "This is not known and may settle the answer": "Dette er ikke kjent, og det kan avgjøre svaret",
    "This is the first question.": "Dette er det første spørsmålet.",
    "This stops a part of the ways besides:": "Dette stopper i tillegg en del av mulighetene:",
    "through": "til og med",
    "Title": "Navn",
    "to": "til",
    "To install it, with a C compiler, in the Python environment that runs hjemmel:": (
        "Slik installeres den, med en C-kompilator, i det Python-miljøet som kjører hjemmel:"
    ),
    'Type ? for the legal reason, "{unknown}" if the fact is not known,': (
        "Skriv ? for grunnlaget, «{unknown}» hvis opplysningen ikke er kjent,"
    ),
    "Undetermined": "Uavklart",
    "unknown": "ukjent",
    "unless": "med mindre",
    "used by": "brukes av",
    "Value": "Verdi",
    "values": "verdier",
    "Version": "Versjon",
    "What belongs to an Act that does not apply here is shown on one line.": (
        "Det som hører til en lov som ikke gjelder her, er vist på én linje."
    ),
    "What is missing": "Hva som mangler",
    "What is open is shown in full; what is settled, in short, with its number in the trail.": (
        "Det åpne er vist fullt ut; det som alt er avklart, er vist kort, med nummeret sitt i sporet."
    ),
    "What stands in the way": "Hva som står i veien",
    "What would change the answer – information, not advice": "Hva som ville endret svaret – opplysning, ikke råd",
    "when": "når",
    "Where the answers differ": "Hvor svarene blir andre",
    "whole number": "helt tall",
    "Whom it touches": "Hvem det rammer",
    "Why": "Hvorfor",
    "Why the answer is open": "Hvorfor svaret er åpent",
    "yes": "ja",
    "yes or no": "ja eller nei",
    "You are asked only for what can still matter.": "Du blir bare spurt om det som fortsatt kan ha noe å si.",
    "{name}: {new} instead of {old}": "{name}: {new} i stedet for {old}",
    "{number} cases": "{number} saker",
    "{number} conclusions": "{number} konklusjoner",
    "{number} facts": "{number} opplysninger",
    "{number} rules belong to or rest on an Act other than the {act}, which is the one that applies here.": (
        "{number} regler hører til eller bygger på en annen lov enn {act}, som er loven som gjelder her."
    ),
    "{number} steps": "{number} steg",
    "{topic}: law version {new} would then govern, not {old}": "{topic}: da ville lovversjon {new} styre, ikke {old}",
    "{touched} of {cases} cases come out differently under the newer version.": (
        "{touched} av {cases} saker får et annet resultat etter den nye versjonen."
    ),
    " – belongs to another Act, ": " – hører til en annen lov, ",
    " – chosen by the user": " – valgt av brukeren",
    " – law version {named}": " – lovversjon {named}",
    " – see above": " – se ovenfor",
    " – stopped by what is told above": " – stoppet av det som er nevnt ovenfor",
}
