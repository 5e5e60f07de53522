"""What readers of decisions are told, in Bokmål: one entry for each text that is said, in alphabetical order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

BOKMAL: Final[Mapping[str, str]] = {
    "a number": "et tall",
    "another date": "en annen dato",
    "another number": "et annet tall",
    "Ask more of the register": "Spør mer om registeret",
    "Compare with the register's own category": "Sammenlign med registerets egen kategori",
    "Count by columns": "Tell etter kolonner",
    "Deadline": "Frist",
    "Provisional: {sentence}": "Foreløpig: {sentence}",
    "The outcome depends on this: {review}": "Utfallet avhenger av dette: {review}",
    "Does not change the outcome: {review}": "Endrer ikke utfallet: {review}",
    "Each row is decided by both versions; what one of them leaves open is told apart.": (
        "Hver rad er avgjort etter begge versjonene; det den ene lar stå åpent, er fortalt for seg."
    ),
    "Figures": "Tall",
    "Finding": "Funn",
    "This ground alone is enough:": "Denne grunnen er nok alene:",
    "Each of these grounds alone is enough:": "Hver av disse grunnene er nok alene:",
    "{what}, and each of these grounds alone is enough:": "{what}, og hver av disse grunnene er nok alene:",
    "In this case: {what}.": "I denne saken: {what}.",
    "Its rows cannot be read with the draft, or are gone by now. Decide the register again, and look through the draft again.": (
        "Radene kan ikke leses med utkastet, eller de er borte. Avgjør registeret på nytt, og se gjennom utkastet igjen."
    ),
    "Settle first, may change the outcome: {review}": "Avklar først, kan endre utfallet: {review}",
    "No row has anything to follow up.": "Ingen rader har noe å følge opp.",
    "1 fact that is not filled in has no effect on the outcome.": ("1 opplysning som ikke er fylt ut, har ingen betydning for utfallet."),
    "{number} facts that are not filled in have no effect on the outcome.": (
        "{number} opplysninger som ikke er fylt ut, har ingen betydning for utfallet."
    ),
    "Regression cases and case files": "Testsaker og saksfiler",
    "Rejected rows are not looked at: {number}.": "Avviste rader er ikke sett på: {number}.",
    "Rows looked at": "Rader som er sett på",
    "Rows that one of the versions cannot decide: {number}.": "Rader den ene versjonen ikke kan avgjøre: {number}.",
    "Self-inspection": "Egenkontroll",
    "Self-inspection: what is late or lacking": "Egenkontroll: det som er for sent eller mangler",
    "Source: {whom}.": "Kilde: {whom}.",
    "Stopped: {done} of {total} rows are looked at.": "Stoppet: {done} av {total} rader er sett på.",
    "Tables, self-inspection, and the register's own category": "Tabeller, egenkontroll og registerets egen kategori",
    "Deadline missed": "Fristen er ikke holdt",
    "The figures": "Tallene",
    "The register {name}": "Registeret {name}",
    "The register {name} is not decided. When it is, it is told here whom of its rows the draft turns.": (
        "Registeret {name} er ikke avgjort. Når det er det, står det her hvilke av radene som får et annet svar."
    ),
    "The register {name} was decided since.": "Registeret {name} er avgjort etter at utkastet ble sett gjennom.",
    "The rows, and the files of them, are whole: they stand on a page of their own.": (
        "Radene, og filene med dem, er hele: De står på en egen side."
    ),
    "The rows, for those who may see every one": "Radene, for dem som har lov til å se hver av dem",
    "These counts and rows are whole: they are for those who may see every row.": (
        "Antallene og radene her er hele: De er for dem som har lov til å se hver rad."
    ),
    "These rows, and the files of them, are whole: they are for those who may see every row.": (
        "Radene her, og filene med dem, er hele: De er for dem som har lov til å se hver rad."
    ),
    "To be followed up, {first} to {last} of {number}": "Å følge opp, {first} til {last} av {number}",
    "To the self-inspection": "Til egenkontrollen",
    "Under the {act}.": "Etter {act}.",
    '"{back}" to go back one question. Ctrl-C stops without saving.': (
        "«{back}» for å gå ett spørsmål tilbake. Ctrl-C avbryter uten å lagre."
    ),
    ", at least {low}": ", minst {low}",
    ", at most {high}": ", høyst {high}",
    ", from {low} to {high}": ", fra {low} til {high}",
    "1 case": "1 sak",
    "1 fact": "1 opplysning",
    "1 row": "1 rad",
    "1 rule belongs to or rests on an Act other than the {act}, which is the one that applies here.": (
        "1 regel hører til eller bygger på en annen lov enn {act}, som er loven som gjelder her."
    ),
    "1 step": "1 steg",
    "; source: {source}": "; kilde: {source}",
    "; yyyy-mm without the day": "; åååå-mm uten dag",
    "; yyyy-mm or yyyy without the day": "; åååå-mm eller åååå uten dag",
    "[Caseworker: {text}]": "[Saksbehandler: {text}]",
    "A case file is made of the row. What is changed here does not change the register.": (
        "Raden er blitt en saksfil. Det som endres her, endrer ikke registeret."
    ),
    "A caseworker must assess": "En saksbehandler må vurdere",
    "A caseworker must assess in any case:": "En saksbehandler må uansett vurdere:",
    "A caseworker must ": "En saksbehandler må ",
    "a date": "en dato",
    "A comparison can tell small counts. Leave out the category, or let every count be shown.": (
        "En sammenligning kan røpe små antall. La kategorien stå tom, eller la alle antall vises."
    ),
    "A draft can be tried without them. Before it is law, each difference is listed under the amendment that makes it.": (
        "Et utkast kan prøves uten dem. Før det blir lov, skal hver forskjell stå oppført under lovendringen som gjør den."
    ),
    "A draft is a copy of a law version that is in force from a later day. It stays in memory, and the law in force stays as it is.": (
        "Et utkast er en kopi av en lovversjon som gjelder fra en senere dag. Det ligger i minnet, og loven som gjelder, blir stående."
    ),
    "A number in brackets is the number of the step in the trail.": "Tall i hakeparentes er nummeret på steget i sporet.",
    "A number in brackets is the number of the step in the trail; each step is shown in full once.": (
        "Tall i hakeparentes er nummeret på steget i sporet (trail); hvert steg er vist fullt ut én gang."
    ),
    "A register from elsewhere": "Et register fra et annet sted",
    "A rule is found by the search of the law, and changed from its page.": (
        "En regel finner du med søket i loven, og du endrer den fra siden til regelen."
    ),
    "A sufficient justification": "En begrunnelse som er nok",
    "A table on each line: a column of the register that is no fact, or a fact or conclusion by its name.": (
        "Én tabell på hver linje: en kolonne i registeret som ikke er en opplysning, eller navnet på en opplysning eller konklusjon."
    ),
    "About": "Om",
    "About {seconds} seconds are left.": "Omtrent {seconds} sekunder igjen.",
    "acts": "lover og forskrifter",
    "Acts and regulations in this letter": "Lover og forskrifter i dette brevet",
    "added": "ny",
    "Added by": "Tilføyd ved",
    "address for electronic appeals": "adresse for elektronisk klage",
    "address of the municipality": "kommunens adresse",
    "address of the recipient": "mottakerens adresse",
    "Agenda as of {day}": "Gjøremål per {day}",
    "all": "alle",
    "All of these together settle the answer, whatever they show. Some may be enough; that depends on what they show.": (
        "Alle disse sammen avgjør svaret, hva de enn viser. Noen av dem kan være nok; det kommer an på hva de viser."
    ),
    "All of these:": "Alt dette:",
    "All of this is needed:": "Alt dette kreves:",
    "Also looked at": "Også vurdert",
    "amended by": "endret ved",
    "amendments": "endringer",
    "Amendments that are still missing ({number})": "Lovendringer som fortsatt mangler ({number})",
    "among ": "blant ",
    "and": "og",
    " and {number} more": " og {number} til",
    "and {number} more": "og {number} til",
    "and {number} more, depending on the answers": "og {number} til, alt etter svarene",
    "Another page is doing something with the register at this moment. Nothing was done from this one.": (
        "En annen side gjør noe med registeret akkurat nå. Ingenting er gjort herfra."
    ),
    "Another register is in hand by now. Nothing was done.": "Et annet register er åpnet i mellomtiden. Ingenting er gjort.",
    "Answer": "Svar",
    'Answer again, or type "{back}" and correct the answer before.': "Svar på nytt, eller skriv «{back}» og rett det forrige svaret.",
    "Answer them: delete `# ` before what is right, and list columns that are no facts under `ignored`.": (
        "Svar på dem: Stryk `# ` foran det som stemmer, og før opp kolonner som ikke er opplysninger, under `ignored`."
    ),
    "Answers that may depend on this": "Svar som kan avhenge av dette",
    "applied then: {rule}": "gjaldt da: {rule}",
    "applies": "gjelder her",
    "applies now: {rule}": "gjelder nå: {rule}",
    "as a case file: 29.9, YYYY-MM-DD, true": "som en saksfil: 29.9, ÅÅÅÅ-MM-DD, true",
    "as Norwegian Excel: 29,9, DD.MM.YYYY, SANN": "som norsk Excel: 29,9, DD.MM.ÅÅÅÅ, SANN",
    "as read on": "lest per",
    "as the law chooses": "slik loven velger",
    "Ask this first:": "Spør om dette først:",
    "assumed": "antatt",
    "Assumed for this evaluation": "Antatt for denne vurderingen",
    "Assumed for this evaluation:": "Antatt for denne vurderingen:",
    "At least one of these is needed:": "Minst ett av dette kreves:",
    "At least {tried} cases were tried for each.": "Minst {tried} saker er prøvd for hver.",
    "Authority": "Hjemmel",
    "authority": "hjemmel",
    "Authority: ": "Hjemmel: ",
    "Basis: ": "Grunnlag: ",
    "Basis: {sources}.": "Grunnlag: {sources}.",
    "Because": "Fordi",
    "because: ": "fordi: ",
    "before the decision": "før vedtaket",
    "Begin the draft": "Begynn på utkastet",
    "Cannot be decided": "Kan ikke avgjøres",
    "Cannot be reckoned yet": "Kan ikke beregnes ennå",
    "Cannot change the outcome now ({number})": "Kan ikke endre utfallet nå ({number})",
    "Case": "Sak",
    "Case files in {folder}": "Saksfiler i {folder}",
    "case number": "saksnummer",
    "case.yaml": "sak.yaml",
    "Case: {id}": "Sak: {id}",
    "Cases": "Saker",
    "Cases looked at": "Saker som er sett på",
    "Cases that could not be decided, and so are not below: {number}.": (
        "Saker som ikke kunne avgjøres, og derfor ikke er med nedenfor: {number}."
    ),
    "Cases: {cases}. Days that were kept, and so are not below: {kept}.": (
        "Saker: {cases}. Dager som er overholdt, og derfor ikke er med nedenfor: {kept}."
    ),
    "Category": "Kategori",
    "Change how it is read": "Endre hvordan det leses",
    "Change {name}": "Endre {name}",
    "changed": "endret",
    "Changed by": "Endret ved",
    "Computed by two independent rule engines.": "Beregnet av to uavhengige regelmotorer.",
    "Checked: two independent engines derived the same decision, step by step.": (
        "Kontrollert: to uavhengige motorer kom fram til den samme avgjørelsen, steg for steg."
    ),
    "Choice of law": "Lovvalg",
    "Choice of law and basis": "Lovvalg og grunnlag",
    "Choose a file first.": "Velg en fil først.",
    "Close all parts": "Lukk alle deler",
    "CODE=OUTCOME, one on each line. The outcomes are: {outcomes}.": "KODE=UTFALL, ett på hver linje. Utfallene er: {outcomes}.",
    "Column": "Kolonne",
    "Column with the register's own category": "Kolonne med registerets egen kategori",
    "{change} (in the case: {value})": "{change} (i saken: {value})",
    "`{column}` is no category of the register's own.": "`{column}` er ikke registerets egen kategori.",
    'Compare the answers with their source; type "{back}" to correct the last one.': (
        "Kontroller svarene mot kilden; skriv «{back}» for å rette det siste."
    ),
    "Compare the facts with their source": "Kontroller opplysningene mot kilden",
    "Compare the facts with their source before the letter is sent ({facts}).": (
        "Kontroller opplysningene mot kilden før brevet sendes ({facts})."
    ),
    "Compared with record {number} of the log.": "Sammenlignet med oppføring {number} i loggen.",
    "computation": "beregning",
    "concluded by": "følger av",
    "conclusion": "konklusjon",
    "Conclusions": "Konklusjoner",
    "Conclusions still open": "Konklusjoner som ennå er åpne",
    "Conclusions that are not applicable": "Konklusjoner som ikke er aktuelle",
    "Conclusions that are other than then": "Konklusjoner som er andre enn da",
    "Conclusions that belong to an Act other than the one that applies, and so are not met": (
        "Konklusjoner som hører til en annen lov enn den som gjelder, og derfor ikke er oppfylt"
    ),
    "Condition": "Vilkår",
    "condition": "vilkår",
    "consequence": "følge",
    "Content": "Innhold",
    "Contents": "Innhold",
    "Correct this first": "Rett dette først",
    "Count deadlines on the day": "Tell frister per dato",
    "Count the outcomes by": "Tell utfallene etter",
    "Counts below {least} are merged in these figures and in the report.": (
        "Antall under {least} er slått sammen i disse tallene og i rapporten."
    ),
    "Coverage of what changed": "Dekning av det som er endret",
    "CSV, NDJSON, Excel or Parquet ({endings}). It can be dropped on the field.": (
        "CSV, NDJSON, Excel eller Parquet ({endings}). Filen kan slippes på feltet."
    ),
    "date of the letter": "brevets dato",
    "date: yyyy-mm-dd": "dato: dd.mm.åååå eller åååå-mm-dd",
    'date: yyyy-mm-dd; "{none}" if it has not happened': "dato: dd.mm.åååå eller åååå-mm-dd; «{none}» hvis det ikke har skjedd",
    "Day": "Dag",
    "Days ahead that count as near": "Så mange dager fram regnes som nær",
    "Decide every row": "Avgjør alle radene",
    "Decision and reasons": "Vedtak og begrunnelse",
    "Decisions are derived by one engine alone, and each of them says so.": (
        "Avgjørelser utledes av én motor alene, og hver av dem sier fra om det."
    ),
    "Delete": "Slett",
    "Delete the file": "Slett filen",
    "Delete {file}?": "Slette {file}?",
    "derived value": "beregnet verdi",
    "as of {day}": "vurdert per {day}",
    "digest": "kontrollsum",
    "Digest of the law version: {digest}": "Lovversjonens kontrollsum: {digest}",
    "Discard the draft": "Forkast utkastet",
    "Discard what is not saved": "Forkast det som ikke er lagret",
    "does not apply": "gjelder ikke her",
    "{done} of {total} rows are compared; then all of them are decided.": (
        "{done} av {total} rader er sammenlignet; deretter avgjøres alle."
    ),
    "Download": "Last ned",
    "Download the draft": "Last ned utkastet",
    "Draft {name}": "Utkast {name}",
    "DRAFT – CHECK BEFORE YOU SEND": "UTKAST – KONTROLLER FØR DU SENDER",
    "DRAFT – NOT READY TO BE SENT": "UTKAST – IKKE KLART TIL Å SENDES",
    "Each case is decided by both versions; what one of them leaves open is told apart.": (
        "Hver sak er avgjort etter begge versjonene; det den ene lar stå åpent, er fortalt for seg."
    ),
    "Each of these sets is enough, whatever the facts show:": "Hver av disse samlingene er nok, hva opplysningene enn viser:",
    "Each of these {number} conditions alone is enough to stop it, whatever the rest:": (
        "Hvert av disse {number} vilkårene stopper alene, uansett resten:"
    ),
    "Effective from": "Gjelder fra",
    "Encoding of CSV": "Tegnsett i CSV",
    "enough alone to stop this way": "nok alene til å stoppe denne muligheten",
    "Every row of a register is decided by itself, as a case of its own.": "Hver rad i et register avgjøres for seg, som en egen sak.",
    "Every step: --steps": "Alle steg: --steps",
    "Everything stays on this machine.": "Alt blir på denne maskinen.",
    "exception": "unntak",
    "Exception that applies": "Unntak som gjelder",
    "Exception that does not apply here": "Unntak som ikke gjelder her",
    "Exception: ": "Unntak: ",
    "Fact": "Opplysning",
    "fact": "opplysning",
    "{done} of {total} rows are looked through for breaches; then all of them are decided.": (
        "{done} av {total} rader er sett gjennom for avvik; deretter avgjøres alle."
    ),
    "{done} of {total} rows of the register are looked at; then the cases are.": (
        "{done} av {total} rader i registeret er sett på; deretter kommer sakene."
    ),
    "{fact} and {number} more": "{fact} og {number} til",
    "Facts": "Opplysninger",
    "Facts in your case": "Opplysninger i saken din",
    "Facts missing for the outcome": "Opplysninger som mangler for å avgjøre utfallet",
    "Facts of the case": "Opplysninger i saken",
    "Facts that are changed ({number})": "Opplysninger som er endret ({number})",
    "Facts that are other than then": "Opplysninger som er andre enn da",
    "Facts that we have built on": "Opplysninger vi har bygget på",
    "fails": "stemmer ikke",
    "Field": "Felt",
    "File": "Fil",
    "Finish the reasons when the outcome is settled. Below stands what is clear.": (
        "Fullfør begrunnelsen når utfallet er avgjort. Nedenfor står det som er klart."
    ),
    "Follows law version {version}, which stays as it is.": "Følger etter lovversjon {version}, som blir stående som den er.",
    "for facts and conclusions that the law in force does not know": "for opplysninger og konklusjoner som gjeldende lov ikke kjenner",
    "For instance Kommune, or permit.granted_date:month. A comma joins what makes a group together.": (
        "For eksempel Kommune eller permit.granted_date:month. Komma binder sammen det som utgjør en gruppe."
    ),
    "For the caseworker; to be removed before sending": "Til saksbehandleren; skal fjernes før brevet sendes",
    "For {number} nobody has read the law yet.": "For {number} har ingen lest loven ennå.",
    "Found": "Funnet",
    "from": "fra",
    "From law version {older} to {newer}": "Fra lovversjon {older} til {newer}",
    "Go to the content": "Gå til innholdet",
    "Goes before": "Går foran",
    "gone": "bort",
    "Groups and outcomes with fewer rows are counted together with others in the figures and the report.": (
        "Grupper og utfall med færre rader telles sammen med andre i tallene og rapporten."
    ),
    "Guidance (not legal requirements)": "Merknader etter veiledning (ikke lovkrav)",
    "Guidance, not a requirement of the law: {remark}": "Merknad etter veiledning, ikke et lovkrav: {remark}",
    "History": "Historikk",
    "How can you appeal?": "Hvordan kan du klage?",
    "How CSV without a profile writes values": "Slik er verdiene skrevet i CSV uten profil",
    "How the first rows are read": "Slik leses de første radene",
    "How the register is read": "Slik leses registeret",
    "How to mend it": "Slik rettes det",
    "Id of a new case": "Id for en ny sak",
    "Id of the case": "Sakens id",
    "Id of the case holds": "Sakens id inneholder",
    "If law version {version} governs:": "Dersom lovversjon {version} styrer:",
    "in": "i",
    "in force": "i kraft",
    "In force from": "Gjelder fra",
    "in force from": "gjelder fra",
    "In force:": "I kraft:",
    "In force: ": "I kraft: ",
    "In the draft": "I utkastet",
    "in {days}": "om {days}",
    "It is not settled whether this part is needed ({what}).": "Det er ikke avklart om denne delen trengs ({what}).",
    "It is not settled which law version governs {topic}: {versions}.": (
        "Det er ikke avklart hvilken lovversjon som gjelder for {topic}: {versions}."
    ),
    "It is not shown that these can really matter: {names}.": "Det er ikke vist at disse virkelig kan ha noe å si: {names}.",
    "It stands for": "Svarer til",
    "It was not done": "Det ble ikke gjort",
    "Justification": "Begrunnelse",
    "Keep it": "Behold den",
    "Keep or discard": "Behold eller forkast",
    "Keep receipts outside the log; they show later that it is whole.": (
        "Ta vare på kvitteringene utenfor loggen; de viser senere at den er hel."
    ),
    "Language": "Språk",
    "Law": "Loven",
    "Law version": "Lovversjon",
    "law version": "lovversjon",
    "law version ": "lovversjon ",
    "Law version fixed beforehand: {now}; before: {then}.": "Lovversjon bestemt på forhånd: {now}; før: {then}.",
    "Law version {forced} was fixed beforehand; the rules on choice of law were not applied.": (
        "Lovversjon {forced} er bestemt på forhånd; reglene om lovvalg er ikke brukt."
    ),
    "Law version {versions}.": "Lovversjon {versions}.",
    "Law version {version} was fixed beforehand, and the rules on the choice of law are not used. Check that it is the right one.": (
        "Lovversjon {version} er bestemt på forhånd, og reglene om lovvalg er ikke brukt. Kontroller at det er riktig versjon."
    ),
    "law version, which is not settled: {versions}": "lovversjon som ikke er avklart: {versions}",
    "Law version: ": "Lovversjon: ",
    "Law versions that were changed, added or taken away since: {names}.": (
        "Lovversjoner som er endret, kommet til eller tatt bort siden: {names}."
    ),
    "Lay the register aside": "Legg bort registeret",
    "Least count that is shown": "Minste antall som vises",
    "Left open in the files": "Står åpent i filene",
    "left out means `false`": "utelatt betyr `false`",
    "left out means `none`": "utelatt betyr `none`",
    "Legal reason to ask: ": "Rettslig grunn til å spørre: ",
    "Let what is typed here take the place of what is typed in the other window.": (
        "La det som er skrevet her, gjelde i stedet for det som er skrevet i det andre vinduet."
    ),
    "Let what is typed replace what the file says now.": "La det som er skrevet, erstatte det filen sier nå.",
    "Let what is typed take the place of what the draft says.": "La det som er skrevet, gjelde i stedet for det utkastet sier.",
    "Letter": "Brev",
    "Limit:": "Grense:",
    "Lines {first} to {last} of {number}": "Linje {first} til {last} av {number}",
    "`{line}`: write CODE=OUTCOME, once for each code.": "`{line}`: Skriv KODE=UTFALL, én gang for hver kode.",
    "Look through it again": "Gå gjennom det på nytt",
    "Make a case file of it": "Lag en saksfil av raden",
    "met": "oppfylt",
    "Missing": "Mangler",
    "Missing: ": "Mangler: ",
    "missing: {facts}": "mangler: {facts}",
    "most decisive now": "mest avgjørende nå",
    "Must be assessed": "Må vurderes",
    "Must be assessed, and next steps": "Må vurderes, og neste steg",
    "Name": "Navn",
    "name and signature of the caseworker": "saksbehandlerens navn og underskrift",
    "name of the county governor": "statsforvalterens navn",
    "Name of the draft": "Navn på utkastet",
    "name of the municipality": "kommunens navn",
    "name of the recipient": "mottakerens navn",
    "Name the column that holds the categories.": "Oppgi kolonnen med kategoriene.",
    "name, telephone and e-mail of the caseworker": "saksbehandlerens navn, telefon og e-post",
    "named by": "nevnt av",
    "new": "nytt",
    "New case": "Ny sak",
    "New: {name}": "Ny: {name}",
    "Next day": "Neste dag",
    "Next rows": "Neste rader",
    "Next steps": "Neste steg",
    "Next steps, as of {day}": "Neste steg, per {day}",
    "Next steps, once that is settled": "Neste steg etter avklaringen",
    "Next steps, once that is settled, as of {day}": "Neste steg etter avklaringen, per {day}",
    "no": "nei",
    "no amendment names the rule": "ingen lovendring nevner regelen",
    "No answer yet": "Ikke noe svar ennå",
    "no case names it": "ingen testsak nevner den",
    "No case shows a difference.": "Ingen sak viser noen forskjell.",
    "No change of up to {MOST_FACTS} facts was found that would give another answer.": (
        "Det er ikke funnet noen endring av inntil {MOST_FACTS} opplysninger som ville gitt et annet svar."
    ),
    "no date": "ingen dato",
    "No day is due.": "Ingen dag gjenstår.",
    "No fact and no conclusion is another.": "Ingen opplysning og ingen konklusjon er en annen.",
    "No log is kept. Start with --record LOG to keep one.": "Det føres ingen logg. Start med --record LOG for å føre en.",
    "No programme is granted or offered in this case, so there is nothing to plan for.": (
        "Det er ikke gitt eller tilbudt program i denne saken, så det er ikke noe å planlegge."
    ),
    "No row differs.": "Ingen rader er forskjellige.",
    "No row is like that.": "Ingen rader passer.",
    "no rule": "ingen regel",
    "No rule differs.": "Ingen regel er forskjellig.",
    "No single condition stops every way:": "Ingen enkelt hindring stopper alle mulighetene:",
    "no single rule": "ingen enkelt regel",
    "none": "ingen",
    "None of these, of which at least one is needed:": "Ikke noe av dette, og minst ett av det kreves:",
    "not ": "ikke ",
    "not among ": "ikke blant ",
    "not applicable": "ikke aktuelt",
    "Not checked, since facts are missing:": "Ikke kontrollert, fordi opplysninger mangler:",
    "Not cross-checked by a second engine": "Ikke kontrollert av en annen motor",
    "Not discarded yet: tick that what is not saved may be lost.": (
        "Ikke forkastet ennå: Kryss av for at det som ikke er lagret, kan gå tapt."
    ),
    "Not in force: ": "Ikke i kraft: ",
    "not in law version {versions}": "ikke i lovversjon {versions}",
    "Not in the way: what is stated of {groups}.": "Ikke til hinder: opplysningene om {groups}.",
    "not known": "ikke kjent",
    "not looked at here; open the case": "ikke sett på her; åpne saken",
    "Not looked at, since they cannot be decided: {cases}.": "Ikke sett på, siden de ikke kan avgjøres: {cases}.",
    "not mentioned in the case": "ikke nevnt i saken",
    "Not mentioned in the case, and read as no": "Saken nevner det ikke, og det er lest som nei",
    "Not mentioned in the case, and read as not having happened": "Saken nevner det ikke, og det er lest som at det ikke har skjedd",
    "Not mentioned in the case, and so read as no:": "Ikke nevnt i saken, og derfor lest som nei:",
    "Not mentioned in the case, and so read as not having happened:": "Ikke nevnt i saken, og derfor lest som at det ikke har skjedd:",
    "not mentioned in the case, read as no": "ikke nevnt i saken, lest som nei",
    "Check what the case does not mention (read as no): {facts}": ("Kontroller det saken ikke nevner (lest som nei): {facts}"),
    "Not mentioned in the case: {facts}. Check; if there is such a day, enter it.": (
        "Saken nevner ikke {facts}. Kontroller, og legg inn dagen hvis den finnes."
    ),
    "not mentioned; read as no": "ikke nevnt i saken; lest som nei",
    "not mentioned; read as not having happened": "ikke nevnt i saken; lest som at det ikke har skjedd",
    "Requirement that is not met": "Krav som ikke er oppfylt",
    "not met": "ikke oppfylt",
    "Not proved the same, no difference found": "Ikke bevist likt, ingen forskjell funnet",
    "Not recorded: no log is kept.": "Ikke ført i loggen: Det føres ingen logg.",
    "Not recorded: the case file was changed in the meantime. See what it says now, and record again.": (
        "Ikke ført i loggen: Saksfilen er endret i mellomtiden. Se hva den sier nå, og før avgjørelsen på nytt."
    ),
    "Not recorded: what is typed is not saved. Save or discard it first.": (
        "Ikke ført i loggen: Det du har skrevet, er ikke lagret. Lagre eller forkast det først."
    ),
    "not saved": "ikke lagret",
    "Not saved yet: tick what the file may lose.": "Ikke lagret ennå: Kryss av for det som kan bli borte fra filen.",
    "not settled, ": "ikke avklart, ",
    "not stated": "ikke opplyst",
    "Not stated ({number})": "Ikke oppgitt ({number})",
    "not stated, read as no": "ikke opplyst, lest som nei",
    "Not yet computed by two independent rule engines.": "Ennå ikke beregnet av to uavhengige regelmotorer.",
    "Not:": "Ikke:",
    "note": "merknad",
    "Nothing is discarded: this was typed in another window.": "Ingenting er forkastet: Dette ble skrevet i et annet vindu.",
    "Nothing is recorded of this case yet.": "Ingenting er ført om denne saken ennå.",
    "Nothing was found.": "Ingenting ble funnet.",
    "Nothing.": "Ingenting.",
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
    "now: {outcome}": "nå: {outcome}",
    "number": "tall",
    "number or date": "tall eller dato",
    "Numbers and dates": "Tall og datoer",
    "Obtain: {facts}.": "Innhent: {facts}.",
    "One of these at least:": "Minst ett av disse:",
    "open": "åpent",
    "Open all parts": "Åpne alle deler",
    "Open: {days}.": "Åpent: {days}.",
    "Open in one of the versions ({number})": "Åpent i den ene versjonen ({number})",
    "open rule": "åpen regel",
    "Open the register": "Åpne registeret",
    "Open – facts are missing": "Åpent – opplysninger mangler",
    "open – facts are missing": "åpent – opplysninger mangler",
    "open – the rules state no value for that day": "åpent – reglene oppgir ingen verdi for den dagen",
    "Open, or left to a caseworker, so that more may be due: {names}.": (
        "Åpne eller overlatt til en saksbehandler, så mer kan gjenstå: {names}."
    ),
    " or ": " eller ",
    "or": "eller",
    "Other answers ({number})": "Andre svar ({number})",
    "Other changes as small:": "Andre like små endringer:",
    "Other conclusions that change ({number})": "Andre konklusjoner som endres ({number})",
    "Our reference: {number}": "Vår referanse: {number}",
    "Outcome": "Utfall",
    "Outcome by law": "Utfall etter loven",
    "overrides": "går foran",
    "Overview": "Oversikt",
    "Pages": "Sider",
    "parameter": "parameter",
    "Parts of the answer": "Delene av svaret",
    "Passed": "Passert",
    "passed {days} ago": "passert for {days} siden",
    "passes": "stemmer",
    "period in force": "virketid",
    "Policies of the calendar": "Kalenderregler",
    "Prepared by a program. A caseworker checks the facts and takes the decision.": (
        "Utarbeidet maskinelt. En saksbehandler kontrollerer opplysningene og treffer vedtaket."
    ),
    "Prepared by a program; a caseworker checks it and decides.": "Laget av et program; saksbehandler kontrollerer og avgjør.",
    "Previous rows": "Forrige rader",
    "Profile": "Profil",
    "Program": "Program",
    "Provision": "Bestemmelse",
    "Provisions cited": "Bestemmelser det er vist til",
    "Question": "Spørsmål",
    "question": "spørsmål",
    "Questions for a person and notes of guidance that were not raised": (
        "Spørsmål for en saksbehandler og merknader etter veiledning som ikke ble utløst"
    ),
    "Read as consolidated on {dated}: {listed}.": "Lest i konsolidert utgave per {dated}: {listed}.",
    "Read by": "Lest av",
    "Read the section at its publisher": "Les paragrafen der den er kunngjort",
    "Reading and checking the draft.": "Utkastet leses og kontrolleres.",
    "Reading the cases.": "Sakene leses.",
    "Reason": "Grunn",
    "Receipts": "Kvitteringer",
    "Record": "Oppføring",
    "Record the decision": "Før avgjørelsen i loggen",
    "Registers": "Registre",
    "Registers in {folder}": "Registre i {folder}",
    "Registers need the extra `batch`, which is not installed.": "Registre trenger tillegget `batch`, som ikke er installert.",
    "Regression cases": "Testsaker",
    "Regression cases that name it": "Testsaker som nevner regelen",
    "Rejected, or to be checked": "Avvist, eller må kontrolleres",
    "Remarks": "Merknader",
    "repealed": "opphevet",
    "Result": "Resultat",
    "Review: {title}": "Gjennomgang: {title}",
    "Row": "Rad",
    "Rows decided": "Avgjorte rader",
    "Rows that differ, {first} to {last} of {number}": "Rader som er forskjellige, {first} til {last} av {number}",
    "Rows {first} to {last} of {number}": "Rad {first} til {last} av {number}",
    "Rule": "Regel",
    "rule": "regel",
    "Rule: {sources}.": "Regel: {sources}.",
    "rules": "regler",
    "Rules and files": "Regler og filer",
    "Rules contradict each other in: ": "Regler gir motstridende svar i: ",
    "Rules that still wait for this": "Regler som fortsatt venter på dette",
    "Rules that we have used": "Regler vi har brukt",
    "Rules that were tested on the fact": "Regler som opplysningen er prøvd mot",
    "Rules: {added} added, {changed} changed, {repealed} repealed.": "Regler: {added} nye, {changed} endret, {repealed} opphevet.",
    "Save": "Lagre",
    "Save as a folder": "Lagre som mappe",
    "Save the case as": "Lagre saken som",
    "Save the case to record its decision.": "Lagre saken for å føre avgjørelsen i loggen.",
    "Saved": "Lagret",
    "Saved, it is the folder {folder}; the law in force is not touched.": (
        "Når det lagres, blir det mappen {folder}; loven som gjelder, blir ikke rørt."
    ),
    "Saved: {value}": "Lagret: {value}",
    "Search": "Søk",
    "Search sections and rules": "Søk i paragrafer og regler",
    "see no. {number}": "se nr. {number}",
    "See what it changes": "Se hva det endrer",
    "Show": "Vis",
    "Show how the first rows are read": "Vis hvordan de første radene leses",
    "Show these rows": "Vis disse radene",
    "Show what is typed in the other window": "Vis det som er skrevet i det andre vinduet",
    "shown by {person}": "vises av {person}",
    "Signed": "Underskrift",
    "Small letters a–z, digits and hyphens; the folder gets this name.": "Små bokstaver a–z, sifre og bindestrek; mappen får dette navnet.",
    "Something else is typed of this case in another window.": "Noe annet er skrevet om denne saken i et annet vindu.",
    "Something in the form must be corrected first; it is marked there.": "Noe i skjemaet må rettes først; det er merket der.",
    "Something went wrong in the program, and it is not known what the draft changes.": (
        "Noe gikk galt i programmet, og det er ikke kjent hva utkastet endrer."
    ),
    "Something went wrong in the program, and nothing was decided.": "Noe gikk galt i programmet, og ingenting er avgjort.",
    "Source": "Kilde",
    "source": "kilde",
    "Special rule: ": "Spesialregel: ",
    "stands in ": "står i ",
    "stated": "oppgitt",
    "Stated in the case": "Oppgitt i saken",
    "stated without a source": "oppgitt uten kilde",
    "Step": "Steg",
    "Stop": "Stopp",
    "Stopped before any case was looked at.": "Stoppet før noen sak ble sett på.",
    "Stopped. Nothing was decided.": "Stoppet. Ingenting er avgjort.",
    "Stopped. Nothing was saved.": "Avbrutt. Ingenting er lagret.",
    "Stopped: {done} of {total} cases are looked at.": "Stoppet: {done} av {total} saker er sett på.",
    "Stops": "Stopper",
    "switched off with --no-cross-check": "slått av med --no-cross-check",
    "Tables, and the register's own category": "Tabeller, og registerets egen kategori",
    "tested in": "prøvd i",
    "text": "tekst",
    "Texts that changed": "Tekster som er endret",
    "The addresses lead to the text as it stands now; it may have been amended after it was read.": (
        "Adressene fører til teksten slik den lyder nå; den kan være endret etter at den ble lest."
    ),
    "The answer does not fit what was stated before:": "Svaret går ikke sammen med det som er oppgitt før:",
    "The answer rests on what is assumed: {names}.": "Svaret bygger på det som er antatt: {names}.",
    "The answer stands, whatever the {left} other facts turn out to be.": "Svaret står fast, hva de {left} andre opplysningene enn viser.",
    'the answer to "{fact}" were {value}': "svaret på «{fact}» var {value}",
    'the answer to "{fact}" were {value}, not {old}': "svaret på «{fact}» var {value}, ikke {old}",
    'The answer would be "{after}" if:': "Svaret ville vært «{after}» dersom:",
    "The case cannot be decided": "Saken kan ikke avgjøres",
    "The case does not say. Question: ": "Saken sier ikke noe om dette. Spørsmål: ",
    "The case file cannot be read as a case": "Saksfilen kan ikke leses som en sak",
    "The case file is deleted.": "Saksfilen er slettet.",
    "The case is made. State the facts you know.": "Saken er opprettet. Oppgi det du vet.",
    "The case is saved in": "Saken er lagret i",
    "The case is saved.": "Saken er lagret.",
    "The case says nothing of this, and it was read as not having happened: {facts}.": (
        "Saken sier ikke noe om dette, og det er lagt til grunn at det ikke har skjedd: {facts}."
    ),
    "The case says nothing of this, and the answer was read as no: {facts}.": (
        "Saken sier ikke noe om dette, og det er lagt til grunn at svaret er nei: {facts}."
    ),
    "The case was not made": "Saken ble ikke opprettet",
    "The columns are named as facts are, so no profile is needed.": (
        "Kolonnene heter det opplysningene heter, så det trengs ingen profil."
    ),
    "The conditions for using law version {version}": "Vilkårene for å bruke lovversjon {version}",
    "The day is not known, and does not matter for the outcome: {facts}.": (
        "Dagen er ikke kjent, og har ikke noe å si for utfallet: {facts}."
    ),
    "The day is not known, and may decide the outcome: {facts}.": "Dagen er ikke kjent, og kan avgjøre utfallet: {facts}.",
    "The decision is recorded in the log. Keep the receipt.": "Avgjørelsen er ført i loggen. Ta vare på kvitteringen.",
    "The decision rests on facts that are assumed; see Choice of law and basis.": (
        "Avgjørelsen bygger på opplysninger som er antatt; se Lovvalg og grunnlag."
    ),
    "The draft has no {name} that can be changed by itself. Change its file.": (
        "Utkastet har ingen {name} som kan endres for seg. Endre filen den står i."
    ),
    "The draft is begun. Change a number, a rule or a file, and see what that changes.": (
        "Utkastet er begynt. Endre et tall, en regel eller en fil, og se hva det fører til."
    ),
    "The draft is discarded. What was saved of it stays.": "Utkastet er forkastet. Det som var lagret av det, blir stående.",
    "The draft is saved as a folder.": "Utkastet er lagret som en mappe.",
    "The draft was changed in another window. What you typed stands here and is not part of it.": (
        "Utkastet ble endret i et annet vindu. Det du skrev, står her og er ikke en del av det."
    ),
    "The facts contradict each other": "Opplysningene motsier hverandre",
    "The facts in the case are enough to decide it.": "Opplysningene i saken er nok til å avgjøre den.",
    "The file holds comments. Save it anew without them.": "Filen har kommentarer. Lagre den på nytt uten dem.",
    "The file is gone for good. What a log holds stays there.": "Filen blir borte for godt. Det en logg har, blir stående.",
    "The file names a source of a fact that is not known. Save it anew without that source.": (
        "Filen oppgir en kilde til noe som ikke er kjent. Lagre den på nytt uten den kilden."
    ),
    "The file was changed elsewhere while you typed. What it says now is shown as saved, beside what you typed.": (
        "Filen ble endret et annet sted mens du skrev. Det den sier nå, vises som lagret ved siden av det du skrev."
    ),
    "The interview is over": "Intervjuet er ferdig",
    "The law chooses. Fix a version only to see what it would say.": "Loven velger selv. Velg en versjon bare for å se hva den ville gitt.",
    "The law gives no certain answer. A caseworker must decide before the letter can be finished.": (
        "Loven gir ikke noe sikkert svar. En saksbehandler må avgjøre saken før brevet kan skrives ferdig."
    ),
    "The law that governs has no rule on this.": "Loven som styrer, har ingen regel om dette.",
    "The law was read as it stood on {until}; the decision is dated later.": "Loven er lest per {until}; avgjørelsen er datert senere.",
    "The law was read as it stood on {until}; the decision is dated later. Check that it has not been changed since.": (
        "Loven er lest per {until}; avgjørelsen er datert senere. Kontroller at loven ikke er endret siden."
    ),
    "The letter is on what is tried. Save the case to download it.": "Brevet gjelder det som er prøvd. Lagre saken for å laste det ned.",
    "The letter would say more with these facts: {facts}.": "Brevet kan si mer med disse opplysningene: {facts}.",
    "The name of the file must end in one of {endings}.": "Filnavnet må slutte på en av {endings}.",
    "the month may stand alone": "måneden kan stå alene",
    "the month or the year may stand alone": "måneden eller året kan stå alene",
    "the number or the word": "nummeret eller ordet",
    'Decided {when}: "{after}".': "Ved vedtak {when}: «{after}».",
    'For a decision {when} the outcome would be "{after}".': "Ved vedtak {when} ville utfallet vært «{after}».",
    'The outcome would be "{after}" if {what}.': "Utfallet ville vært «{after}» hvis {what}.",
    "The outcome is not settled. These facts are missing: {facts}.": "Utfallet er ikke avgjort. Disse opplysningene mangler: {facts}.",
    "The outcome is open until the case states so many of these facts that the rest cannot change it.": (
        "Utfallet er åpent til saken viser så mange av disse opplysningene at resten ikke kan endre det."
    ),
    "The outcome is open until the case states this fact.": "Utfallet er åpent til saken viser denne opplysningen.",
    "The page loads itself again until it is known.": "Siden laster seg selv på nytt til svaret er klart.",
    "the question arises of": "gjelder spørsmålet om",
    "The question arises: ": "Spørsmålet oppstår: ",
    "The question does not arise: ": "Spørsmålet oppstår ikke: ",
    "The reason above applies here too.": "Grunnen over gjelder også her.",
    "The reason is the same.": "Grunnen er den samme.",
    "The reason is: {head}": "Grunnen er: {head}",
    "The register is being opened.": "Registeret åpnes.",
    "The register is laid aside. What was decided of it is deleted.": "Registeret er lagt bort. Det som var avgjort, er slettet.",
    "The register's own category beside the law": "Registerets egen kategori og loven",
    "The row is decided again by itself, and gives what the register says.": (
        "Raden er avgjort på nytt for seg selv, og utfallet er det samme som i registeret."
    ),
    "The rows that are decided": "Radene som er avgjort",
    "the rule needs": "regelen krever",
    "The rules state no value of {what} on {day}.": "Reglene oppgir ingen verdi av {what} den {day}.",
    "the same in every version that has it": "den samme i alle versjonene som har den",
    "The same: proved by the solver for all cases": "Likt: bevist av løseren for alle saker",
    "The same: rests on the same rules in both": "Likt: bygger på de samme reglene i begge",
    "the same: {outcome}": "det samme: {outcome}",
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
    "The version to change": "Versjonen som skal endres",
    "The whole answer on a case: name its file alone. All of them: --format html": (
        "Hele svaret på en sak: oppgi filen alene. Alle: --format html"
    ),
    "The whole derivation": "Hele utledningen",
    "The whole draft": "Hele utkastet",
    "the whole section": "hele paragrafen",
    "Then": "Da gjelder",
    "then": "så",
    "Then these may matter:": "Deretter kan dette ha noe å si:",
    "There are no case files in {folder} yet.": "Det er ingen saksfiler i {folder} ennå.",
    "There are none. Start with --registers FOLDER to choose from a folder.": (
        "Det er ingen. Start med --registers MAPPE for å velge fra en mappe."
    ),
    "There are {omitted} more, not shown here.": "Det finnes {omitted} til, som ikke vises her.",
    'there were a date for "{fact}"': "det fantes en dato for «{fact}»",
    "There is no answer with that number.": "Det finnes ikke noe svar med det nummeret.",
    "There is no draft to change any more. What you typed:": "Det er ikke lenger noe utkast å endre. Dette skrev du:",
    "There is no outcome `{outcome}`. It may be {outcomes}.": "Det finnes ikke noe utfall `{outcome}`. Det kan være {outcomes}.",
    "There is nothing here of that name.": "Det finnes ingenting her med det navnet.",
    "There is one table then. Empty: every count is shown.": "Da lages bare én tabell. Tomt: Alle antall vises.",
    "These conditions are met:": "Disse vilkårene er oppfylt:",
    "These exceptions apply to you:": "Disse unntakene gjelder for deg:",
    "These facts are assumed. Check them, and write the letter anew: {facts}.": (
        "Disse opplysningene er antatt. Kontroller dem, og lag brevet på nytt: {facts}."
    ),
    "These possibilities are closed to you:": "Disse mulighetene er stengt for deg:",
    "These rules have no table of the statute. Search for a rule.": "Disse reglene har ingen tabell over loven. Søk etter en regel.",
    "This condition alone is enough to stop it, whatever the rest:": "Dette vilkåret stopper alene, uansett resten:",
    "This condition is met:": "Dette vilkåret er oppfylt:",
    "This exception applies to you:": "Dette unntaket gjelder for deg:",
    "This fact settles the answer, whatever it shows.": "Denne opplysningen avgjør svaret, hva den enn viser.",
    "This is a draft. Check it with the participant, and fill in what is blank.": (
        "Dette er et utkast. Gå gjennom det sammen med deltageren, og fyll ut det som er tomt."
    ),
    "This is a draft. Check the facts, and fill in the fields in brackets.": (
        "Dette er et utkast. Kontroller opplysningene, og fyll ut feltene i hakeparentes."
    ),
    "This is clear:": "Dette er klart:",
    "This is not known and may settle the answer": "Dette er ikke kjent, og det kan avgjøre svaret",
    "This is not settled: {what}. These facts are missing: {facts}.": (
        "Dette er ikke avgjort: {what}. Disse opplysningene mangler: {facts}."
    ),
    "This is the first question.": "Dette er det første spørsmålet.",
    "This is what we know. Is something wrong? Then tell us.": "Dette vet vi om deg. Er noe feil? Si fra til oss.",
    "This must be corrected before any row is decided": "Dette må rettes før noen rad avgjøres",
    "This must be corrected first": "Dette må rettes først",
    "This possibility is closed to you:": "Denne muligheten er stengt for deg:",
    "This stops a part of the ways besides:": "Dette stopper i tillegg en del av mulighetene:",
    "through": "til og med",
    "Title": "Navn",
    "title of the caseworker": "saksbehandlerens tittel",
    "to": "til",
    "to be filled in": "fylles ut",
    "To be filled in: {fields}.": "Fyll ut: {fields}.",
    "To be found out before this can be decided": "Må avklares før saken kan avgjøres",
    "To be found out before this can be decided, the first one first": "Må avklares før saken kan avgjøres, det første først",
    "To install it, with a C compiler, in the Python environment that runs hjemmel:": (
        "Slik installeres den, med en C-kompilator, i det Python-miljøet som kjører hjemmel:"
    ),
    "To the answer": "Til svaret",
    "To the cases": "Til sakene",
    "To the comparison": "Til sammenligningen",
    "To the rows": "Til radene",
    "To what is rejected or to be checked": "Til det som er avvist eller må kontrolleres",
    "today": "i dag",
    "Today and later": "I dag og senere",
    "Tried": "Prøvd",
    "Tried, not saved": "Prøvd, ikke lagret",
    "Try a change": "Prøv en endring",
    "Try a change of the law": "Prøv en lovendring",
    "Two tables together can tell small counts. Ask for one table, or let every count be shown.": (
        "To tabeller sammen kan røpe små antall. Be om én tabell, eller la alle antall vises."
    ),
    'Type "{back}" to change an answer first.': "Skriv «{back}» for å endre et svar først.",
    'Type ? for the legal reason, "{unknown}" if the fact is not known,': (
        "Skriv ? for grunnlaget, «{unknown}» hvis opplysningen ikke er kjent,"
    ),
    "Under the {act}, law version {versions}.": "Etter {act}, lovversjon {versions}.",
    "Undetermined": "Uavklart",
    "unknown": "ukjent",
    "Unless": "Med mindre",
    "unless": "med mindre",
    "Update the answer": "Oppdater svaret",
    "used by": "brukes av",
    "Value": "Verdi",
    "values": "verdier",
    "Version": "Versjon",
    "Warnings ({number})": "Advarsler ({number})",
    "We have looked at these exceptions too. They do not apply to you:": "Vi har også vurdert disse unntakene. De gjelder ikke for deg:",
    "We have looked at these rules, but none of them fits you:": "Vi har vurdert disse reglene, men ingen av dem passer for deg:",
    "We have looked at this exception too. It does not apply to you:": "Vi har også vurdert dette unntaket. Det gjelder ikke for deg:",
    "We need more information": "Vi trenger flere opplysninger",
    "We need these facts to deal with your case. Please answer by [deadline]:": (
        "Vi trenger disse opplysningene for å behandle saken din. Svar oss innen [frist for å svare]:"
    ),
    "What an offer means to you": "Hva betyr et tilbud for deg?",
    "What belongs to an Act that does not apply here is shown on one line.": (
        "Det som hører til en lov som ikke gjelder her, er vist på én linje."
    ),
    "What can be changed is shown again when the draft is looked through.": "Det som kan endres, vises igjen når utkastet er gjennomgått.",
    "What decides": "Hva som avgjør",
    "What decides it": "Avgjørende",
    "What differs from version {version}": "Hva som er annerledes enn i versjon {version}",
    "What is looked for stands in the rules; with a day for deadlines also those that are passed. It is counted by the same columns.": (
        "Hva det ses etter, står i reglene. Er det oppgitt en dag for frister, tas også de passerte med. Funnene telles "
        "etter de samme kolonnene."
    ),
    "What is missing": "Hva som mangler",
    "What is not saved may be lost.": "Det som ikke er lagret, kan gå tapt.",
    "What is open is shown in full; what is settled, in short, with its number in the trail.": (
        "Det åpne er vist fullt ut; det som alt er avklart, er vist kort, med nummeret sitt i sporet."
    ),
    "What is sent and decided is deleted when the register is laid aside, and when the server ends.": (
        "Det som sendes inn og avgjøres, slettes når registeret legges bort, og når tjeneren stopper."
    ),
    "What is wrong": "Hva som er galt",
    "What it changes": "Hva det endrer",
    "What it says of each row is put beside the outcome of the law. Empty: nothing is compared.": (
        "Det den sier om hver rad, settes ved siden av utfallet etter loven. Tomt: Ingenting sammenlignes."
    ),
    "What stands in the way": "Hva som står i veien",
    "What that means now": "Hva det betyr nå",
    "What the categories stand for": "Hva kategoriene svarer til",
    "What the decision means to you": "Hva betyr vedtaket for deg?",
    "What the draft says now": "Hva utkastet sier nå",
    "What the file says": "Det som står i filen",
    "What the rules do not state": "Det reglene ikke oppgir",
    "What the sections say is told in Bokmål: the table of the statute has no Nynorsk.": (
        "Det paragrafene sier, er gjengitt på bokmål: Tabellen over loven har ingen nynorsk tekst."
    ),
    "What was looked for": "Hva det er sett etter",
    "What was not saved is discarded.": "Det som ikke var lagret, er forkastet.",
    "What we have built on": "Dette har vi bygget på",
    "What would change it": "Hva som ville endret det",
    "What would change the answer – information, not advice": "Hva som ville endret svaret – opplysning, ikke råd",
    "What you typed here stands on this page alone until you tick that it takes that place.": (
        "Det du skrev her, står bare på denne siden til du krysser av for at det skal gjelde i stedet."
    ),
    "when": "når",
    "When a register is decided, it is told here whom of its rows the draft turns.": (
        "Når et register er avgjort, står det her hvilke av radene som får et annet svar."
    ),
    "Where the answers differ": "Hvor svarene blir andre",
    "Where the fact comes from": "Hvor opplysningen kommer fra",
    "Whether law version {versions} governs is not settled.": "Det er ikke avklart om lovversjon {versions} gjelder.",
    "Which answer is to be changed? Its number, or nothing for none.": (
        "Hvilket svar skal endres? Skriv nummeret, eller ingenting for ikke å endre noe."
    ),
    "Which column states which fact, and what its cells mean. Empty where the columns are facts by their names.": (
        "Hvilken kolonne som oppgir hvilken opplysning, og hva cellene betyr. Tomt når kolonnene heter det opplysningene heter."
    ),
    "While it stands, it cannot be told whom the draft touches.": "Så lenge det står, kan det ikke sies hvem utkastet rammer eller gagner.",
    "whole number": "helt tall",
    "Whom it touches": "Hvem det rammer",
    "Why": "Hvorfor",
    "Why have we decided this?": "Hvorfor har vi bestemt dette?",
    "Why is it so?": "Hvorfor er det slik?",
    "Why is this asked?": "Hvorfor spørres det om dette?",
    "Why it matters": "Hvorfor det betyr noe",
    "Why the answer is open": "Hvorfor svaret er åpent",
    "With a least count it takes the place of the outcomes: from the two together small counts could be reckoned.": (
        "Er det satt et minste antall, vises egenkontrollen i stedet for utfallene: Fra begge deler sammen kunne små antall regnes ut."
    ),
    "Without these facts not everything could be checked. State them, or check yourself: {facts}.": (
        "Uten disse opplysningene er ikke alt kontrollert. Legg dem inn i saken, eller kontroller selv: {facts}."
    ),
    "Write how many days ahead count as near, in digits.": "Skriv med sifre hvor mange dager fram som regnes som nær.",
    "Write the day as YYYY-MM-DD.": "Skriv dagen som ÅÅÅÅ-MM-DD.",
    "Write the decision here when the outcome is settled.": "Skriv vedtaket her når utfallet er avgjort.",
    "Write the least count that is shown as a number from 2 to {most}, or nothing.": (
        "Skriv det minste antallet som vises, som et tall fra 2 til {most}, eller la feltet stå tomt."
    ),
    "Write the reasons when the outcome is settled.": "Skriv begrunnelsen når utfallet er avgjort.",
    "yes": "ja",
    "yes or no": "ja eller nei",
    "You are asked only for what can still matter.": "Du blir bare spurt om det som fortsatt kan ha noe å si.",
    "You belong to none of the groups to whom this is open.": "Du hører ikke til noen av gruppene som loven nevner.",
    "You do not meet these conditions:": "Du oppfyller ikke disse vilkårene:",
    "You do not meet this condition:": "Du oppfyller ikke dette vilkåret:",
    "You say how its columns are read; a row that cannot be decided is told with its reason.": (
        "Du sier hvordan kolonnene leses; en rad som ikke kan avgjøres, vises med grunnen."
    ),
    "Yours sincerely": "Vennlig hilsen",
    "{covered} of {all} are shown by a case.": "{covered} av {all} er vist av en testsak.",
    "{done} of {total} cases are looked at.": "{done} av {total} saker er sett på.",
    "{done} of {total} rows are decided.": "{done} av {total} rader er avgjort.",
    "{first} to {last}": "{first} til {last}",
    "after {value}": "etter {value}",
    "before {value}": "før {value}",
    "on {value}": "{value}",
    "on {value} or earlier": "{value} eller tidligere",
    "on {value} or later": "{value} eller senere",
    '"{fact}" were after {value}': "«{fact}» var etter {value}",
    '"{fact}" were at least {value}': "«{fact}» var minst {value}",
    '"{fact}" were at most {value}': "«{fact}» var høyst {value}",
    '"{fact}" were before {value}': "«{fact}» var før {value}",
    '"{fact}" were less than {value}': "«{fact}» var under {value}",
    '"{fact}" were more than {value}': "«{fact}» var over {value}",
    '"{fact}" were {value}': "«{fact}» var {value}",
    '"{fact}" were {value} or earlier': "«{fact}» var {value} eller tidligere",
    '"{fact}" were {value} or later': "«{fact}» var {value} eller senere",
    "{label}: {value}, as before.": "{label}: {value}, som før.",
    "{label}: {value}; before: {before}.": "{label}: {value}; før: {before}.",
    "{month}, day not known": "{month}, dagen er ikke kjent",
    "{name}: {new} instead of {old}": "{name}: {new} i stedet for {old}",
    "{number} cases": "{number} saker",
    "{number} conclusions": "{number} konklusjoner",
    "{number} facts": "{number} opplysninger",
    "{number} fail.": "{number} slår feil.",
    "{number} of them in the outcome.": "{number} av dem i utfallet.",
    "{number} rows": "{number} rader",
    "{number} rules belong to or rest on an Act other than the {act}, which is the one that applies here.": (
        "{number} regler hører til eller bygger på en annen lov enn {act}, som er loven som gjelder her."
    ),
    "{number} steps": "{number} steg",
    "{rows} rows are read.": "{rows} rader er lest.",
    "{rows} rows. Columns of which it is certain which fact they state: {certain}. Questions, in the lines with `# ?`: {asked}.": (
        "{rows} rader. Kolonner der det er sikkert hvilken opplysning de oppgir: {certain}. Spørsmål, på linjene med `# ?`: {asked}."
    ),
    "{target} exists. Replace it with all it holds, comments too? (yes/no)": (
        "{target} finnes. Skal den erstattes med alt den inneholder, merknader også? (ja/nei)"
    ),
    "{topic}: law version {new} would then govern, not {old}": "{topic}: da ville lovversjon {new} styre, ikke {old}",
    "{touched} of {cases} cases come out differently under the newer version.": (
        "{touched} av {cases} saker får et annet resultat etter den nye versjonen."
    ),
    "{touched} of {cases} cases come out differently.": "{touched} av {cases} saker får et annet svar.",
    "{touched} of {rows} rows come out differently.": "{touched} av {rows} rader får et annet svar.",
    " – belongs to another Act, ": " – hører til en annen lov, ",
    " – fixed beforehand": " – bestemt på forhånd",
    " – law version {named}": " – lovversjon {named}",
    " – see above": " – se ovenfor",
    " – stopped by what is told above": " – stoppet av det som er nevnt ovenfor",
}
