"""What the help of the command line says in Bokmål, by what it says in English."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Final

_NORWEGIAN: Final[Mapping[str, str]] = {
    # Words of every help text
    "Options": "Valg",
    "Commands": "Kommandoer",
    "Show this message and exit.": "Vis denne teksten.",
    "Show the version and exit.": "Vis programmets versjon.",
    # Before the command
    "Who gets the introduction programme: decisions from law kept as data, with every step's authority.": (
        "Hvem som får introduksjonsprogram: avgjørelser etter loven som data, med hjemmel for hvert steg."
    ),
    "Folder of the vocabulary and the law versions.": "Mappen med vokabularet og lovversjonene.",
    "Language of a command that is not given one of its own.": "Språket til en kommando som ikke får et eget.",
    "A further law version that lies elsewhere, beside those of --rules; may be repeated.": (
        "En lovversjon til, som ligger et annet sted enn de i --rules; kan gjentas."
    ),
    # Options that several commands share
    "Language of the text.": "Språket i teksten.",
    "Write to a file instead of the screen.": "Skriv til en fil i stedet for skjermen.",
    "Force one law version; the trail says so.": "Tving fram én lovversjon; sporet sier fra om det.",
    "Take a fact for given; marked as assumed.": "Legg en opplysning til grunn; den merkes som antatt.",
    "Ed25519 private key (PEM) that signs the log.": "Privat Ed25519-nøkkel (PEM) som signerer loggen.",
    "Folder of the suites; beside the rules by default.": "Mappen med testsamlingene; ellers den ved siden av reglene.",
    # evaluate
    """Decide each CASE file: the outcome, and every step that leads to it.

    Exit code 0: decided (a refusal is a decision). 1: errors in rules or case. 3: facts are missing, or a person must look.
    """: """Avgjør hver saksfil CASE: utfallet, og hvert steg som leder til det.

    Sluttkode 0: avgjort (et avslag er en avgjørelse). 1: feil i regler eller sak. 3: opplysninger mangler, eller en saksbehandler
    må vurdere saken.
    """,
    "begrunnelse: a draft of the letter that gives reasons, in Bokmål alone.": "begrunnelse: utkast til brevet med begrunnelsen.",
    "Show the facts and the derivation of every conclusion, not only of the outcome.": (
        "Vis opplysningene og utledningen av hver konklusjon, ikke bare av utfallet."
    ),
    "Derive with one engine only.": "Utled med bare én motor.",
    "Append the decisions to a sealed log; prints a receipt.": "Før avgjørelsene i en forseglet logg; skriver en kvittering.",
    "With --record: begin a log, in an empty file too; append to none that is there.": (
        "Med --record: begynn en logg, også i en tom fil; før ikke i en som er der fra før."
    ),
    # explain
    """Explain one answer on a CASE: why or why not, what is missing, and what would change it.

    NAME is the name of a conclusion, helper conclusion, derived value or fact; without it, the outcome is explained.
    Exit code 0: answered. 1: errors in rules or case, or nothing has that name. 3: the answer is open, or left to a person.

    With --from and --case, the case is a row of a register: it is decided again, must come out as the row says, and its
    trail passes the checker. Without NAME the decision is shown as `evaluate` shows it.
    """: """Forklar ett svar i saken CASE: hvorfor eller hvorfor ikke, hva som mangler, og hva som ville endret det.

    NAME er navnet på en konklusjon, hjelpekonklusjon, beregnet verdi eller opplysning; uten navn forklares utfallet.
    Sluttkode 0: besvart. 1: feil i regler eller sak, eller ingenting heter det. 3: svaret er åpent, eller en saksbehandler må
    vurdere det.

    Med --from og --case er saken en rad i et register: Den avgjøres på nytt, må få det utfallet som raden sier, og sporet
    går gjennom kontrollen. Uten NAME vises avgjørelsen som `evaluate` viser den.
    """,
    "Instead of CASE: what `batch --trail` wrote.": "I stedet for CASE: det `batch --trail` skrev.",
    "With --from: the id of the row that is decided again.": "Med --from: id-en til raden som avgjøres på nytt.",
    "Show the whole derivation too, not only the shortest justification.": (
        "Vis hele utledningen også, ikke bare den korteste begrunnelsen."
    ),
    # ask
    """Interview: ask for the facts that can still matter, the most decisive first, and save the case file.

    CASE is a case file to begin from. Needs a terminal. Exit code 0: settled. 1: errors, or stopped before the end. 3: open
    because a fact is not known, or a person must look.
    """: """Intervju: spør etter opplysningene som kan ha noe å si, de mest avgjørende først, og lagre saksfilen.

    CASE er en saksfil å begynne fra. Trenger en terminal. Sluttkode 0: avgjort. 1: feil, eller avbrutt før slutten. 3: åpent
    fordi en opplysning ikke er kjent, eller en saksbehandler må vurdere saken.
    """,
    "What the interview is to settle; the outcome if left out.": "Det intervjuet skal avgjøre; ellers utfallet.",
    "The case file to write; asked for if left out.": "Saksfilen som skal skrives; ellers spørres det etter den.",
    # batch
    """Decide every row of registers: CSV, NDJSON or Parquet in, and out.

    Rows that cannot be decided go to OUTPUT.rejects.csv, each with its reason. Exit code 0: every row is decided (open
    outcomes among them). 1: rows were rejected, or errors in rules or files, and then nothing is written.
    """: """Avgjør hver rad i registre: CSV, NDJSON eller Parquet inn og ut.

    Rader som ikke kan avgjøres, går til OUTPUT.rejects.csv, hver med sin grunn. Sluttkode 0: alle radene er avgjort (også
    med åpne utfall). 1: rader ble avvist, eller feil i regler eller filer, og da skrives ingenting.
    """,
    "Where the decisions go; .parquet, .csv or .ndjson.": "Hvor avgjørelsene skrives; .parquet, .csv eller .ndjson.",
    "Only the conclusions of these topics.": "Bare konklusjonene i disse temaene.",
    "Only these conclusions and facts.": "Bare disse konklusjonene og opplysningene.",
    "Write the facts and the status of every rule too, from which any row can be explained.": (
        "Skriv også opplysningene og statusen til hver regel; av dem kan hver rad forklares."
    ),
    "Count which dates are passed or near on this day.": "Tell hvilke frister som er ute eller nær den dagen.",
    "How near, for --on.": "Hvor nær, for --on.",
    "Of CSV files.": "Tegnsettet i CSV-filer.",
    "How CSV files spell values: norwegian is 29,9, DD.MM.YYYY and SANN.": (
        "Hvordan CSV-filer skriver verdier: norwegian er 29,9, DD.MM.ÅÅÅÅ og SANN."
    ),
    "How CSV output spells values: norwegian is for Norwegian Excel.": "Hvordan CSV ut skriver verdier: norwegian er for norsk Excel.",
    "How many processor cores to decide and write on; all by default.": "Hvor mange kjerner det avgjøres og skrives på; ellers alle.",
    # verify, forget
    """Check decisions: that each step follows from the facts and the law, and that the case decided again gives the same.

    FILE is what `evaluate` wrote as JSON, or a log of decisions: of a log, also that nothing in it was changed; it is
    checked by the law that it holds itself. Exit code 1: something is wrong, and the first bad step or record is named.
    """: """Kontroller avgjørelser: at hvert steg følger av opplysningene og loven, og at saken avgjort på nytt gir det samme.

    FILE er det `evaluate` skrev som JSON, eller en logg av avgjørelser: av en logg også at ingenting i den er endret; den
    kontrolleres etter loven som den selv holder. Sluttkode 1: noe er galt, og det første gale steget eller den første gale
    oppføringen nevnes.
    """,
    "A record that the log must hold, as `evaluate --record` printed it.": (
        "En oppføring som loggen må ha, slik `evaluate --record` skrev den ut."
    ),
    "Ed25519 public key (PEM) that must have signed it.": "Offentlig Ed25519-nøkkel (PEM) som må ha signert den.",
    "Erase everything personal in the decisions of CASE from LOG for good; the log still verifies.": (
        "Slett alt personlig i avgjørelsene i saken CASE fra loggen LOG for godt; loggen kan fremdeles kontrolleres."
    ),
    # log
    """List the decisions in LOG: record, case, outcome, law versions and program, and those that are forgotten.

    What stands in the log is listed as it stands; `verify` checks it.
    """: """List avgjørelsene i LOG: oppføring, sak, utfall, lovversjoner og program, og dem som er slettet.

    Det som står i loggen, listes slik det står; `verify` kontrollerer det.
    """,
    # check
    "Show everything that is wrong in the rule files, with place, reason and remedy; `show CODE` explains a code.": (
        "Vis alt som er galt i regelfilene, med sted, grunn og råd; `show CODE` forklarer en kode."
    ),
    "sarif: for code scanning. github: annotations of a workflow run.": "sarif: for kodeskanning. github: merknader i en arbeidsflyt.",
    "Ask a solver too: rules that never apply, contradict each other or leave a gap.": (
        "Spør en løser også: regler som aldri slår til, motsier hverandre eller etterlater et hull."
    ),
    "With --solver: a case for each finding, in a new folder.": "Med --solver: en sak for hvert funn, i en ny mappe.",
    "Mend what is safe to mend in the files, comments and layout kept, and check again.": (
        "Rett det som trygt kan rettes i filene, med kommentarer og oppsett i behold, og kontroller på nytt."
    ),
    # test
    "Run the regression suites of the law versions on every engine there is.": (
        "Kjør lovversjonenes testsamlinger på hver motor som finnes."
    ),
    "Show what of the law the suites leave untested, and fail below 100 %.": (
        "Vis hva i loven testsamlingene ikke prøver, og feil under 100 %."
    ),
    "Change the law in small ways, show which changes no case notices, and fail if there are any.": (
        "Endre loven i det små, vis hvilke endringer ingen sak merker, og feil om det er noen."
    ),
    # diff, new-version
    """Show what differs between two law versions: by provision, by meaning, and for the cases of each --cases FILE.

    FILE is a case file or a suite. Both versions are forced on every case. Persons who show a difference are looked for in
    the suites; each is saved as a case file with --witnesses, and decided again by `evaluate --law OLD` and `--law NEW`.
    """: """Vis hva som skiller to lovversjoner: etter bestemmelse, etter mening, og for sakene i hver --cases FILE.

    FILE er en saksfil eller en testsamling. Begge versjonene tvinges fram for hver sak. Personer som viser en forskjell,
    letes det etter i testsamlingene; hver lagres som en saksfil med --witnesses og avgjøres på nytt av `evaluate --law OLD`
    og `--law NEW`.
    """,
    "Cases to show the impact on; may be repeated.": "Saker å vise følgene for; kan gjentas.",
    "Save each person that is shown.": "Lagre hver person som vises.",
    """Begin the law version that follows another: a copy that governs from a later day, with what is to be filled in.

    The rules by which the version governs are moved to the day; everything else is as it was. Search the folder for
    FYLL INN, which stands where a person must write. Then change what the law changes, and run `check`.
    """: """Begynn på lovversjonen som følger en annen: en kopi som gjelder fra en senere dag, med det som skal fylles inn.

    Reglene som sier når versjonen gjelder, flyttes til den dagen; alt annet er som før. Søk i mappen etter FYLL INN, som står
    der du må skrive. Endre så det loven endrer, og kjør `check`.
    """,
    "The version that it follows and is copied from.": "Versjonen som den følger, og som den er en kopi av.",
    "The day from which it governs.": "Dagen den gjelder fra.",
    "Where the folder is put; in --rules by default.": "Hvor mappen legges; ellers i --rules.",
    # lsp, doctor, laws, show, facts
    """Serve an editor: problems while writing, what a name means, where it stands, a new name for it (docs/editor.md).

    Speaks the language server protocol on standard input and output; an editor starts it. Needs the extra `editor`.
    """: """Betjen et skriveprogram: feil mens en skriver, hva et navn betyr, hvor det står, et nytt navn (docs/editor.md).

    Snakker Language Server Protocol på standard inn og ut; skriveprogrammet starter den. Trenger tillegget `editor`.
    """,
    """Tell whether the second engine can run here, and how to get it where it cannot.

    Exit code 0: every decision is cross-checked. 1: the second engine is absent.
    """: """Si om den andre motoren kan kjøre her, og hvordan den ellers installeres.

    Sluttkode 0: hver avgjørelse kontrolleres av en annen motor. 1: den andre motoren mangler.
    """,
    "List the law versions: from when they are in force, their acts, amendments and digests.": (
        "List opp lovversjonene: fra når de gjelder, lovene, endringene og kontrollsummene deres."
    ),
    """Show one rule, conclusion or fact in every version: what it says, its law, what uses it and its tests.

    Where ID is the code of a diagnostic, what the code means, with an example.
    """: """Vis én regel, konklusjon eller opplysning i hver versjon: hva den sier, hjemmelen, hva som bruker den, og prøvene.

    Er ID koden til en feil, vises hva koden betyr, med et eksempel.
    """,
    "List the facts that a case may state, with type, unit and values; only those that begin with PREFIX, if given.": (
        "List opp opplysningene en sak kan gi, med type, enhet og verdier; med PREFIX bare de som begynner slik."
    ),
}

_BY_WORDS: Final[Mapping[str, str]] = {" ".join(english.split()): inspect.cleandoc(norwegian) for english, norwegian in _NORWEGIAN.items()}


def norwegian_help(english: str) -> str | None:
    """Return what a text of the help says in Bokmål, its paragraphs apart; None where nobody has translated it."""
    return _BY_WORDS.get(" ".join(english.split()))
