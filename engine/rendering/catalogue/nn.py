"""What readers of decisions are told, in Nynorsk: one entry for each text that is said, in alphabetical order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

NYNORSK: Final[Mapping[str, str]] = {
    "a number": "eit tal",
    "another date": "ein annan dato",
    "another number": "eit anna tal",
    "Ask more of the register": "Spør meir om registeret",
    "Compare with the register's own category": "Samanlikn med kategorien til registeret sjølv",
    "Count by columns": "Tel etter kolonnar",
    "Deadline": "Frist",
    "Provisional: {sentence}": "Førebels: {sentence}",
    "The outcome depends on this: {review}": "Utfallet kjem an på dette: {review}",
    "Does not change the outcome: {review}": "Endrar ikkje utfallet: {review}",
    "Each row is decided by both versions; what one of them leaves open is told apart.": (
        "Kvar rad er avgjord etter begge versjonane; det den eine lèt stå ope, er fortalt for seg."
    ),
    "Figures": "Tal",
    "Finding": "Funn",
    "This ground alone is enough:": "Denne grunnen er nok åleine:",
    "Each of these grounds alone is enough:": "Kvar av desse grunnane er nok åleine:",
    "{what}, and each of these grounds alone is enough:": "{what}, og kvar av desse grunnane er nok åleine:",
    "In this case: {what}.": "I denne saka: {what}.",
    "Its rows cannot be read with the draft, or are gone by now. Decide the register again, and look through the draft again.": (
        "Radene kan ikkje lesast med utkastet, eller dei er borte. Avgjer registeret på nytt, og sjå gjennom utkastet igjen."
    ),
    "Settle first, may change the outcome: {review}": "Avklar først, kan endre utfallet: {review}",
    "No row has anything to follow up.": "Ingen rader har noko å følgje opp.",
    "1 fact that is not filled in has no effect on the outcome.": ("1 opplysning som ikkje er fylt ut, har ingenting å seie for utfallet."),
    "{number} facts that are not filled in have no effect on the outcome.": (
        "{number} opplysningar som ikkje er fylte ut, har ingenting å seie for utfallet."
    ),
    "Regression cases and case files": "Testsaker og saksfiler",
    "Rejected rows are not looked at: {number}.": "Avviste rader er ikkje sett på: {number}.",
    "Rows looked at": "Rader som er sette på",
    "Rows that one of the versions cannot decide: {number}.": "Rader den eine versjonen ikkje kan avgjere: {number}.",
    "Self-inspection": "Eigenkontroll",
    "Self-inspection: what is late or lacking": "Eigenkontroll: det som er for seint eller manglar",
    "Source: {whom}.": "Kjelde: {whom}.",
    "Stopped: {done} of {total} rows are looked at.": "Stoppa: {done} av {total} rader er sett på.",
    "Tables, self-inspection, and the register's own category": "Tabellar, eigenkontroll og kategorien til registeret sjølv",
    "Deadline missed": "Fristen er ikkje halden",
    "The figures": "Tala",
    "The register {name}": "Registeret {name}",
    "The register {name} is not decided. When it is, it is told here whom of its rows the draft turns.": (
        "Registeret {name} er ikkje avgjort. Når det er det, står det her kva for rader som får eit anna svar."
    ),
    "The register {name} was decided since.": "Registeret {name} er avgjort etter at utkastet vart sett gjennom.",
    "The rows, and the files of them, are whole: they stand on a page of their own.": (
        "Radene, og filene med dei, er heile: Dei står på ei eiga side."
    ),
    "The rows, for those who may see every one": "Radene, for dei som har lov til å sjå kvar av dei",
    "These counts and rows are whole: they are for those who may see every row.": (
        "Tala og radene her er heile: Dei er for dei som har lov til å sjå kvar rad."
    ),
    "These rows, and the files of them, are whole: they are for those who may see every row.": (
        "Radene her, og filene med dei, er heile: Dei er for dei som har lov til å sjå kvar rad."
    ),
    "To be followed up, {first} to {last} of {number}": "Å følgje opp, {first} til {last} av {number}",
    "To the self-inspection": "Til eigenkontrollen",
    "Under the {act}.": "Etter {act}.",
    '"{back}" to go back one question. Ctrl-C stops without saving.': (
        "«{back}» for å gå eitt spørsmål tilbake. Ctrl-C avbryt utan å lagre."
    ),
    ", at least {low}": ", minst {low}",
    ", at most {high}": ", høgst {high}",
    ", from {low} to {high}": ", frå {low} til {high}",
    "1 case": "1 sak",
    "1 fact": "1 opplysning",
    "1 row": "1 rad",
    "1 rule belongs to or rests on an Act other than the {act}, which is the one that applies here.": (
        "1 regel høyrer til eller byggjer på ei anna lov enn {act}, som er lova som gjeld her."
    ),
    "1 step": "1 steg",
    "; source: {source}": "; kjelde: {source}",
    "; yyyy-mm without the day": "; åååå-mm utan dag",
    "; yyyy-mm or yyyy without the day": "; åååå-mm eller åååå utan dag",
    "[Caseworker: {text}]": "[Saksbehandlar: {text}]",
    "A case file is made of the row. What is changed here does not change the register.": (
        "Rada er vorten ei saksfil. Det som blir endra her, endrar ikkje registeret."
    ),
    "A caseworker must assess": "Ein saksbehandlar må vurdere",
    "A caseworker must assess in any case:": "Ein saksbehandlar må uansett vurdere:",
    "A caseworker must ": "Ein saksbehandlar må ",
    "a date": "ein dato",
    "A comparison can tell small counts. Leave out the category, or let every count be shown.": (
        "Ei samanlikning kan røpe små tal. La kategorien stå tom, eller la alle tal bli viste."
    ),
    "A draft can be tried without them. Before it is law, each difference is listed under the amendment that makes it.": (
        "Eit utkast kan prøvast utan dei. Før det blir lov, skal kvar skilnad stå oppført under lovendringa som gjer han."
    ),
    "A draft is a copy of a law version that is in force from a later day. It stays in memory, and the law in force stays as it is.": (
        "Eit utkast er ein kopi av ein lovversjon som gjeld frå ein seinare dag. Det ligg i minnet, og lova som gjeld, blir ståande."
    ),
    "A number in brackets is the number of the step in the trail.": "Tal i hakeparentes er nummeret på steget i sporet.",
    "A number in brackets is the number of the step in the trail; each step is shown in full once.": (
        "Tal i hakeparentes er nummeret på steget i sporet (trail); kvart steg er vist fullt ut éin gong."
    ),
    "A register from elsewhere": "Eit register frå ein annan stad",
    "A rule is found by the search of the law, and changed from its page.": (
        "Ein regel finn du med søket i lova, og du endrar han frå sida til regelen."
    ),
    "A sufficient justification": "Ei grunngiving som er nok",
    "A table on each line: a column of the register that is no fact, or a fact or conclusion by its name.": (
        "Éin tabell på kvar linje: ei kolonne i registeret som ikkje er ei opplysning, eller namnet på ei opplysning eller ein konklusjon."
    ),
    "About": "Om",
    "About {seconds} seconds are left.": "Om lag {seconds} sekund att.",
    "acts": "lover og forskrifter",
    "Acts and regulations in this letter": "Lover og forskrifter i dette brevet",
    "added": "ny",
    "Added by": "Tilføydd ved",
    "address for electronic appeals": "adresse for elektronisk klage",
    "address of the municipality": "adressa til kommunen",
    "address of the recipient": "adressa til mottakaren",
    "Agenda as of {day}": "Gjeremål per {day}",
    "all": "alle",
    "All of these together settle the answer, whatever they show. Some may be enough; that depends on what they show.": (
        "Alle desse saman avgjer svaret, kva dei enn viser. Nokre av dei kan vere nok; det kjem an på kva dei viser."
    ),
    "All of these:": "Alt dette:",
    "All of this is needed:": "Alt dette må til:",
    "Also looked at": "Også vurdert",
    "amended by": "endra ved",
    "amendments": "endringar",
    "Amendments that are still missing ({number})": "Lovendringar som framleis manglar ({number})",
    "among ": "blant ",
    "and": "og",
    " and {number} more": " og {number} til",
    "and {number} more": "og {number} til",
    "and {number} more, depending on the answers": "og {number} til, alt etter svara",
    "Another page is doing something with the register at this moment. Nothing was done from this one.": (
        "Ei anna side gjer noko med registeret akkurat no. Ingenting er gjort herfrå."
    ),
    "Another register is in hand by now. Nothing was done.": "Eit anna register er opna i mellomtida. Ingenting er gjort.",
    "Answer": "Svar",
    'Answer again, or type "{back}" and correct the answer before.': "Svar på nytt, eller skriv «{back}» og rett det førre svaret.",
    "Answer them: delete `# ` before what is right, and list columns that are no facts under `ignored`.": (
        "Svar på dei: Stryk `# ` framfor det som stemmer, og før opp kolonnar som ikkje er opplysningar, under `ignored`."
    ),
    "Answers that may depend on this": "Svar som kan avhenge av dette",
    "applied then: {rule}": "galdt då: {rule}",
    "applies": "gjeld her",
    "applies now: {rule}": "gjeld no: {rule}",
    "as a case file: 29.9, YYYY-MM-DD, true": "som ei saksfil: 29.9, ÅÅÅÅ-MM-DD, true",
    "as Norwegian Excel: 29,9, DD.MM.YYYY, SANN": "som norsk Excel: 29,9, DD.MM.ÅÅÅÅ, SANN",
    "as read on": "lese per",
    "as the law chooses": "slik lova vel",
    "Ask this first:": "Spør om dette først:",
    "assumed": "lagt til grunn",
    "Assumed for this evaluation": "Lagt til grunn for denne vurderinga",
    "Assumed for this evaluation:": "Lagt til grunn for denne vurderinga:",
    "At least one of these is needed:": "Minst eitt av dette må til:",
    "At least {tried} cases were tried for each.": "Minst {tried} saker er prøvde for kvar.",
    "Authority": "Heimel",
    "authority": "heimel",
    "Authority: ": "Heimel: ",
    "Basis: ": "Grunnlag: ",
    "Basis: {sources}.": "Grunnlag: {sources}.",
    "Because": "Fordi",
    "because: ": "fordi: ",
    "before the decision": "før vedtaket",
    "Begin the draft": "Byrja på utkastet",
    "Cannot be decided": "Kan ikkje avgjerast",
    "Cannot be reckoned yet": "Kan ikkje reknast ut enno",
    "Cannot change the outcome now ({number})": "Kan ikkje endre utfallet no ({number})",
    "Case": "Sak",
    "Case files in {folder}": "Saksfiler i {folder}",
    "case number": "saksnummer",
    "case.yaml": "sak.yaml",
    "Case: {id}": "Sak: {id}",
    "Cases": "Saker",
    "Cases looked at": "Saker som er sett på",
    "Cases that could not be decided, and so are not below: {number}.": (
        "Saker som ikkje kunne avgjerast, og derfor ikkje er med nedanfor: {number}."
    ),
    "Cases: {cases}. Days that were kept, and so are not below: {kept}.": (
        "Saker: {cases}. Dagar som er haldne, og derfor ikkje er med nedanfor: {kept}."
    ),
    "Category": "Kategori",
    "Change how it is read": "Endre korleis det blir lese",
    "Change {name}": "Endre {name}",
    "changed": "endra",
    "Changed by": "Endra ved",
    "Computed by two independent rule engines.": "Rekna ut av to uavhengige regelmotorar.",
    "Checked: two independent engines derived the same decision, step by step.": (
        "Kontrollert: To uavhengige motorar kom fram til den same avgjerda, steg for steg."
    ),
    "Choice of law": "Lovval",
    "Choice of law and basis": "Lovval og grunnlag",
    "Choose a file first.": "Vel ei fil først.",
    "Close all parts": "Lukk alle delar",
    "CODE=OUTCOME, one on each line. The outcomes are: {outcomes}.": "KODE=UTFALL, eitt på kvar linje. Utfalla er: {outcomes}.",
    "Column": "Kolonne",
    "Column with the register's own category": "Kolonne med kategorien til registeret sjølv",
    "{change} (in the case: {value})": "{change} (i saka: {value})",
    "`{column}` is no category of the register's own.": "`{column}` er ikkje nokon kategori frå registeret sjølv.",
    'Compare the answers with their source; type "{back}" to correct the last one.': (
        "Kontroller svara mot kjelda; skriv «{back}» for å rette det siste."
    ),
    "Compare the facts with their source": "Kontroller opplysningane mot kjelda",
    "Compare the facts with their source before the letter is sent ({facts}).": (
        "Kontroller opplysningane mot kjelda før brevet blir sendt ({facts})."
    ),
    "Compared with record {number} of the log.": "Samanlikna med oppføring {number} i loggen.",
    "computation": "utrekning",
    "concluded by": "følgjer av",
    "conclusion": "konklusjon",
    "Conclusions": "Konklusjonar",
    "Conclusions still open": "Konklusjonar som enno er opne",
    "Conclusions that are not applicable": "Konklusjonar som ikkje er aktuelle",
    "Conclusions that are other than then": "Konklusjonar som er andre enn då",
    "Conclusions that belong to an Act other than the one that applies, and so are not met": (
        "Konklusjonar som høyrer til ei anna lov enn den som gjeld, og derfor ikkje er oppfylte"
    ),
    "Condition": "Vilkår",
    "condition": "vilkår",
    "consequence": "følgje",
    "Content": "Innhald",
    "Contents": "Innhald",
    "Correct this first": "Rett dette først",
    "Count deadlines on the day": "Tel fristar per dato",
    "Count the outcomes by": "Tel utfalla etter",
    "Counts below {least} are merged in these figures and in the report.": "Tal under {least} er slegne saman her og i rapporten.",
    "Coverage of what changed": "Dekning av det som er endra",
    "CSV, NDJSON, Excel or Parquet ({endings}). It can be dropped on the field.": (
        "CSV, NDJSON, Excel eller Parquet ({endings}). Fila kan sleppast på feltet."
    ),
    "date of the letter": "datoen for brevet",
    "date: yyyy-mm-dd": "dato: dd.mm.åååå eller åååå-mm-dd",
    'date: yyyy-mm-dd; "{none}" if it has not happened': "dato: dd.mm.åååå eller åååå-mm-dd; «{none}» dersom det ikkje har skjedd",
    "Day": "Dag",
    "Days ahead that count as near": "Så mange dagar fram blir rekna som nær",
    "Decide every row": "Avgjer alle radene",
    "Decision and reasons": "Vedtak og grunngiving",
    "Decisions are derived by one engine alone, and each of them says so.": (
        "Avgjerder blir utleidde av éin motor åleine, og kvar av dei seier frå om det."
    ),
    "Delete": "Slett",
    "Delete the file": "Slett fila",
    "Delete {file}?": "Slette {file}?",
    "derived value": "utrekna verdi",
    "as of {day}": "vurdert per {day}",
    "digest": "kontrollsum",
    "Digest of the law version: {digest}": "Kontrollsummen til lovversjonen: {digest}",
    "Discard the draft": "Forkast utkastet",
    "Discard what is not saved": "Forkast det som ikkje er lagra",
    "does not apply": "gjeld ikkje her",
    "{done} of {total} rows are compared; then all of them are decided.": (
        "{done} av {total} rader er samanlikna; deretter blir alle avgjorde."
    ),
    "Download": "Last ned",
    "Download the draft": "Last ned utkastet",
    "Draft {name}": "Utkast {name}",
    "DRAFT – CHECK BEFORE YOU SEND": "UTKAST – KONTROLLER FØR DU SENDER",
    "DRAFT – NOT READY TO BE SENT": "UTKAST – IKKJE KLART TIL Å SENDAST",
    "Each case is decided by both versions; what one of them leaves open is told apart.": (
        "Kvar sak er avgjord etter begge versjonane; det den eine lèt stå ope, er fortalt for seg."
    ),
    "Each of these sets is enough, whatever the facts show:": "Kvar av desse samlingane er nok, kva opplysningane enn viser:",
    "Each of these {number} conditions alone is enough to stop it, whatever the rest:": (
        "Kvart av desse {number} vilkåra stoppar åleine, uansett resten:"
    ),
    "Effective from": "Gjeld frå",
    "Encoding of CSV": "Teiknsett i CSV",
    "enough alone to stop this way": "nok åleine til å stoppe dette høvet",
    "Every row of a register is decided by itself, as a case of its own.": (
        "Kvar rad i eit register blir avgjord for seg, som ei eiga sak."
    ),
    "Every step: --steps": "Alle steg: --steps",
    "Everything stays on this machine.": "Alt blir på denne maskina.",
    "exception": "unntak",
    "Exception that applies": "Unntak som gjeld",
    "Exception that does not apply here": "Unntak som ikkje gjeld her",
    "Exception: ": "Unntak: ",
    "Fact": "Opplysning",
    "fact": "opplysning",
    "{done} of {total} rows are looked through for breaches; then all of them are decided.": (
        "{done} av {total} rader er sett gjennom for avvik; deretter blir alle avgjorde."
    ),
    "{done} of {total} rows of the register are looked at; then the cases are.": (
        "{done} av {total} rader i registeret er sett på; deretter kjem sakene."
    ),
    "{fact} and {number} more": "{fact} og {number} til",
    "Facts": "Opplysningar",
    "Facts in your case": "Opplysningar i saka di",
    "Facts missing for the outcome": "Opplysningar som manglar for å avgjere utfallet",
    "Facts of the case": "Opplysningar i saka",
    "Facts that are changed ({number})": "Opplysningar som er endra ({number})",
    "Facts that are other than then": "Opplysningar som er andre enn då",
    "Facts that we have built on": "Opplysningar vi har bygt på",
    "fails": "stemmer ikkje",
    "Field": "Felt",
    "File": "Fil",
    "Finish the reasons when the outcome is settled. Below stands what is clear.": (
        "Fullfør grunngivinga når utfallet er avgjort. Nedanfor står det som er klart."
    ),
    "Follows law version {version}, which stays as it is.": "Følgjer etter lovversjon {version}, som blir ståande som han er.",
    "for facts and conclusions that the law in force does not know": "for opplysningar og konklusjonar som gjeldande lov ikkje kjenner",
    "For instance Kommune, or permit.granted_date:month. A comma joins what makes a group together.": (
        "Til dømes Kommune eller permit.granted_date:month. Komma bind saman det som utgjer ei gruppe."
    ),
    "For the caseworker; to be removed before sending": "Til saksbehandlaren; skal fjernast før brevet blir sendt",
    "For {number} nobody has read the law yet.": "For {number} har ingen lese lova enno.",
    "Found": "Funne",
    "from": "frå",
    "From law version {older} to {newer}": "Frå lovversjon {older} til {newer}",
    "Go to the content": "Gå til innhaldet",
    "Goes before": "Går føre",
    "gone": "borte",
    "Groups and outcomes with fewer rows are counted together with others in the figures and the report.": (
        "Grupper og utfall med færre rader blir talde saman med andre i tala og rapporten."
    ),
    "Guidance (not legal requirements)": "Merknader etter rettleiing (ikkje lovkrav)",
    "Guidance, not a requirement of the law: {remark}": "Merknad etter rettleiing, ikkje eit lovkrav: {remark}",
    "History": "Historikk",
    "How can you appeal?": "Korleis kan du klage?",
    "How CSV without a profile writes values": "Slik er verdiane skrivne i CSV utan profil",
    "How the first rows are read": "Slik blir dei første radene lesne",
    "How the register is read": "Slik blir registeret lese",
    "How to mend it": "Slik kan det rettast",
    "Id of a new case": "Id for ei ny sak",
    "Id of the case": "Id-en til saka",
    "Id of the case holds": "Id-en til saka inneheld",
    "If law version {version} governs:": "Dersom lovversjon {version} styrer:",
    "in": "i",
    "in force": "i kraft",
    "In force from": "Gjeld frå",
    "in force from": "gjeld frå",
    "In force:": "I kraft:",
    "In force: ": "I kraft: ",
    "In the draft": "I utkastet",
    "in {days}": "om {days}",
    "It is not settled whether this part is needed ({what}).": "Det er ikkje avklart om denne delen trengst ({what}).",
    "It is not settled which law version governs {topic}: {versions}.": (
        "Det er ikkje avklart kva lovversjon som gjeld for {topic}: {versions}."
    ),
    "It is not shown that these can really matter: {names}.": "Det er ikkje vist at desse verkeleg kan ha noko å seie: {names}.",
    "It stands for": "Svarer til",
    "It was not done": "Det vart ikkje gjort",
    "Justification": "Grunngiving",
    "Keep it": "Behald ho",
    "Keep or discard": "Behald eller forkast",
    "Keep receipts outside the log; they show later that it is whole.": (
        "Ta vare på kvitteringane utanfor loggen; dei viser seinare at han er heil."
    ),
    "Language": "Språk",
    "Law": "Lova",
    "Law version": "Lovversjon",
    "law version": "lovversjon",
    "law version ": "lovversjon ",
    "Law version fixed beforehand: {now}; before: {then}.": "Lovversjon bestemt på førehand: {now}; før: {then}.",
    "Law version {forced} was fixed beforehand; the rules on choice of law were not applied.": (
        "Lovversjon {forced} er bestemt på førehand; reglane om lovval er ikkje brukte."
    ),
    "Law version {versions}.": "Lovversjon {versions}.",
    "Law version {version} was fixed beforehand, and the rules on the choice of law are not used. Check that it is the right one.": (
        "Lovversjon {version} er bestemt på førehand, og reglane om lovval er ikkje brukte. Kontroller at det er rett versjon."
    ),
    "law version, which is not settled: {versions}": "lovversjon som ikkje er avklart: {versions}",
    "Law version: ": "Lovversjon: ",
    "Law versions that were changed, added or taken away since: {names}.": (
        "Lovversjonar som er endra, komne til eller tekne bort sidan: {names}."
    ),
    "Lay the register aside": "Legg bort registeret",
    "Least count that is shown": "Minste tal som blir vist",
    "Left open in the files": "Står ope i filene",
    "left out means `false`": "utelate tyder `false`",
    "left out means `none`": "utelate tyder `none`",
    "Legal reason to ask: ": "Rettsleg grunn til å spørje: ",
    "Let what is typed here take the place of what is typed in the other window.": (
        "La det som er skrive her, gjelde i staden for det som er skrive i det andre vindauget."
    ),
    "Let what is typed replace what the file says now.": "La det som er skrive, erstatte det fila seier no.",
    "Let what is typed take the place of what the draft says.": "La det som er skrive, gjelde i staden for det utkastet seier.",
    "Letter": "Brev",
    "Limit:": "Grense:",
    "Lines {first} to {last} of {number}": "Linje {first} til {last} av {number}",
    "`{line}`: write CODE=OUTCOME, once for each code.": "`{line}`: Skriv KODE=UTFALL, éin gong for kvar kode.",
    "Look through it again": "Gå gjennom det på nytt",
    "Make a case file of it": "Lag ei saksfil av rada",
    "met": "oppfylt",
    "Missing": "Manglar",
    "Missing: ": "Manglar: ",
    "missing: {facts}": "manglar: {facts}",
    "most decisive now": "mest avgjerande no",
    "Must be assessed": "Må vurderast",
    "Must be assessed, and next steps": "Må vurderast, og neste steg",
    "Name": "Namn",
    "name and signature of the caseworker": "namn og underskrift til saksbehandlaren",
    "name of the county governor": "namnet på statsforvaltaren",
    "Name of the draft": "Namn på utkastet",
    "name of the municipality": "namnet på kommunen",
    "name of the recipient": "namnet på mottakaren",
    "Name the column that holds the categories.": "Oppgi kolonna med kategoriane.",
    "name, telephone and e-mail of the caseworker": "namn, telefon og e-post til saksbehandlaren",
    "named by": "nemnt av",
    "new": "nytt",
    "New case": "Ny sak",
    "New: {name}": "Ny: {name}",
    "Next day": "Neste dag",
    "Next rows": "Neste rader",
    "Next steps": "Neste steg",
    "Next steps, as of {day}": "Neste steg, per {day}",
    "Next steps, once that is settled": "Neste steg etter avklaringa",
    "Next steps, once that is settled, as of {day}": "Neste steg etter avklaringa, per {day}",
    "no": "nei",
    "no amendment names the rule": "inga lovendring nemner regelen",
    "No answer yet": "Ikkje noko svar enno",
    "no case names it": "inga testsak nemner han",
    "No case shows a difference.": "Inga sak viser nokon skilnad.",
    "No change of up to {MOST_FACTS} facts was found that would give another answer.": (
        "Det er ikkje funne noka endring av inntil {MOST_FACTS} opplysningar som ville gitt eit anna svar."
    ),
    "no date": "ingen dato",
    "No day is due.": "Ingen dag står att.",
    "No fact and no conclusion is another.": "Inga opplysning og ingen konklusjon er ein annan.",
    "No log is kept. Start with --record LOG to keep one.": "Det blir ikkje ført nokon logg. Start med --record LOG for å føre ein.",
    "No programme is granted or offered in this case, so there is nothing to plan for.": (
        "Det er ikkje gitt eller tilbode program i denne saka, så det er ikkje noko å planleggje."
    ),
    "No row differs.": "Ingen rader er ulike.",
    "No row is like that.": "Ingen rader passar.",
    "no rule": "ingen regel",
    "No rule differs.": "Ingen regel er ulik.",
    "No single condition stops every way:": "Inga enkelt hindring stoppar alle høva:",
    "no single rule": "ingen enkelt regel",
    "none": "ingen",
    "None of these, of which at least one is needed:": "Ikkje noko av dette, og minst eitt av det må til:",
    "not ": "ikkje ",
    "not among ": "ikkje blant ",
    "not applicable": "ikkje aktuelt",
    "Not checked, since facts are missing:": "Ikkje kontrollert, fordi opplysningar manglar:",
    "Not cross-checked by a second engine": "Ikkje kontrollert av ein annan motor",
    "Not discarded yet: tick that what is not saved may be lost.": (
        "Ikkje forkasta enno: Kryss av for at det som ikkje er lagra, kan gå tapt."
    ),
    "Not in force: ": "Ikkje i kraft: ",
    "not in law version {versions}": "ikkje i lovversjon {versions}",
    "Not in the way: what is stated of {groups}.": "Ikkje til hinder: opplysningane om {groups}.",
    "not known": "ikkje kjent",
    "not looked at here; open the case": "ikkje sett på her; opne saka",
    "Not looked at, since they cannot be decided: {cases}.": "Ikkje sett på, sidan dei ikkje kan avgjerast: {cases}.",
    "not mentioned in the case": "ikkje nemnt i saka",
    "Not mentioned in the case, and read as no": "Saka nemner det ikkje, og det er lese som nei",
    "Not mentioned in the case, and read as not having happened": "Saka nemner det ikkje, og det er lese som at det ikkje har skjedd",
    "Not mentioned in the case, and so read as no:": "Ikkje nemnt i saka, og derfor lese som nei:",
    "Not mentioned in the case, and so read as not having happened:": "Ikkje nemnt i saka, og derfor lese som at det ikkje har skjedd:",
    "not mentioned in the case, read as no": "ikkje nemnt i saka, lese som nei",
    "Check what the case does not mention (read as no): {facts}": ("Kontroller det saka ikkje nemner (lese som nei): {facts}"),
    "Not mentioned in the case: {facts}. Check; if there is such a day, enter it.": (
        "Saka nemner ikkje {facts}. Kontroller, og legg inn dagen dersom han finst."
    ),
    "not mentioned; read as no": "ikkje nemnt i saka; lese som nei",
    "not mentioned; read as not having happened": "ikkje nemnt i saka; lese som at det ikkje har skjedd",
    "Requirement that is not met": "Krav som ikkje er oppfylt",
    "not met": "ikkje oppfylt",
    "Not proved the same, no difference found": "Ikkje prova likt, ingen skilnad funnen",
    "Not recorded: no log is kept.": "Ikkje ført i loggen: Det blir ikkje ført nokon logg.",
    "Not recorded: the case file was changed in the meantime. See what it says now, and record again.": (
        "Ikkje ført i loggen: Saksfila er endra i mellomtida. Sjå kva ho seier no, og før avgjerda på nytt."
    ),
    "Not recorded: what is typed is not saved. Save or discard it first.": (
        "Ikkje ført i loggen: Det du har skrive, er ikkje lagra. Lagre eller forkast det først."
    ),
    "not saved": "ikkje lagra",
    "Not saved yet: tick what the file may lose.": "Ikkje lagra enno: Kryss av for det som kan bli borte frå fila.",
    "not settled, ": "ikkje avklart, ",
    "not stated": "ikkje opplyst",
    "Not stated ({number})": "Ikkje oppgitt ({number})",
    "not stated, read as no": "ikkje opplyst, lese som nei",
    "Not yet computed by two independent rule engines.": "Enno ikkje rekna ut av to uavhengige regelmotorar.",
    "Not:": "Ikkje:",
    "note": "merknad",
    "Nothing is discarded: this was typed in another window.": "Ingenting er forkasta: Dette vart skrive i eit anna vindauge.",
    "Nothing is recorded of this case yet.": "Ingenting er ført om denne saka enno.",
    "Nothing was found.": "Ingenting vart funne.",
    "Nothing.": "Ingenting.",
    "Nothing: the answer stands, whatever the one fact that the case lacks turns out to be.": (
        "Ingenting: Svaret står fast, kva den eine opplysninga som saka ikkje har, enn viser."
    ),
    "Nothing: the answer stands, whatever the {unknown} facts that the case lacks turn out to be.": (
        "Ingenting: Svaret står fast, kva dei {unknown} opplysningane som saka ikkje har, enn viser."
    ),
    "Nothing: the answer would be the same, whatever became of the facts that can still change.": (
        "Ingenting: Svaret ville vore det same, korleis enn dei opplysningane vart som framleis kan endre seg."
    ),
    "Nothing: the case has every fact.": "Ingenting: Saka har alle opplysningar.",
    "now: {outcome}": "no: {outcome}",
    "number": "tal",
    "number or date": "tal eller dato",
    "Numbers and dates": "Tal og datoar",
    "Obtain: {facts}.": "Hent inn: {facts}.",
    "One of these at least:": "Minst eitt av desse:",
    "open": "ope",
    "Open all parts": "Opne alle delar",
    "Open: {days}.": "Ope: {days}.",
    "Open in one of the versions ({number})": "Ope i den eine versjonen ({number})",
    "open rule": "open regel",
    "Open the register": "Opne registeret",
    "Open – facts are missing": "Ope – opplysningar manglar",
    "open – facts are missing": "ope – opplysningar manglar",
    "open – the rules state no value for that day": "ope – reglane oppgir ingen verdi for den dagen",
    "Open, or left to a caseworker, so that more may be due: {names}.": (
        "Opne eller overlatne til ein saksbehandlar, så meir kan stå att: {names}."
    ),
    " or ": " eller ",
    "or": "eller",
    "Other answers ({number})": "Andre svar ({number})",
    "Other changes as small:": "Andre like små endringar:",
    "Other conclusions that change ({number})": "Andre konklusjonar som blir endra ({number})",
    "Our reference: {number}": "Vår referanse: {number}",
    "Outcome": "Utfall",
    "Outcome by law": "Utfall etter lova",
    "overrides": "går føre",
    "Overview": "Oversikt",
    "Pages": "Sider",
    "parameter": "parameter",
    "Parts of the answer": "Delane av svaret",
    "Passed": "Passert",
    "passed {days} ago": "passert for {days} sidan",
    "passes": "stemmer",
    "period in force": "verketid",
    "Policies of the calendar": "Kalenderreglar",
    "Prepared by a program. A caseworker checks the facts and takes the decision.": (
        "Utarbeidd maskinelt. Ein saksbehandlar kontrollerer opplysningane og gjer vedtaket."
    ),
    "Prepared by a program; a caseworker checks it and decides.": "Laga av eit program; saksbehandlar kontrollerer og avgjer.",
    "Previous rows": "Førre rader",
    "Profile": "Profil",
    "Program": "Program",
    "Provision": "Føresegn",
    "Provisions cited": "Føresegner det er vist til",
    "Question": "Spørsmål",
    "question": "spørsmål",
    "Questions for a person and notes of guidance that were not raised": (
        "Spørsmål til ein saksbehandlar og merknader etter rettleiing som ikkje vart utløyste"
    ),
    "Read as consolidated on {dated}: {listed}.": "Lesne i konsolidert utgåve per {dated}: {listed}.",
    "Read by": "Lesen av",
    "Read the section at its publisher": "Les paragrafen der han er kunngjord",
    "Reading and checking the draft.": "Utkastet blir lese og kontrollert.",
    "Reading the cases.": "Sakene blir lesne.",
    "Reason": "Grunn",
    "Receipts": "Kvitteringar",
    "Record": "Oppføring",
    "Record the decision": "Før avgjerda i loggen",
    "Registers": "Register",
    "Registers in {folder}": "Register i {folder}",
    "Registers need the extra `batch`, which is not installed.": "Register treng tillegget `batch`, som ikkje er installert.",
    "Regression cases": "Testsaker",
    "Regression cases that name it": "Testsaker som nemner regelen",
    "Rejected, or to be checked": "Avvist, eller må kontrollerast",
    "Remarks": "Merknader",
    "repealed": "oppheva",
    "Result": "Resultat",
    "Review: {title}": "Gjennomgang: {title}",
    "Row": "Rad",
    "Rows decided": "Avgjorde rader",
    "Rows that differ, {first} to {last} of {number}": "Rader som er ulike, {first} til {last} av {number}",
    "Rows {first} to {last} of {number}": "Rad {first} til {last} av {number}",
    "Rule": "Regel",
    "rule": "regel",
    "Rule: {sources}.": "Regel: {sources}.",
    "rules": "reglar",
    "Rules and files": "Reglar og filer",
    "Rules contradict each other in: ": "Reglar gir motstridande svar i: ",
    "Rules that still wait for this": "Reglar som framleis ventar på dette",
    "Rules that we have used": "Reglar vi har brukt",
    "Rules that were tested on the fact": "Reglar som opplysninga er prøvd mot",
    "Rules: {added} added, {changed} changed, {repealed} repealed.": "Reglar: {added} nye, {changed} endra, {repealed} oppheva.",
    "Save": "Lagre",
    "Save as a folder": "Lagre som mappe",
    "Save the case as": "Lagre saka som",
    "Save the case to record its decision.": "Lagre saka for å føre avgjerda i loggen.",
    "Saved": "Lagra",
    "Saved, it is the folder {folder}; the law in force is not touched.": (
        "Når det blir lagra, blir det mappa {folder}; lova som gjeld, blir ikkje rørt."
    ),
    "Saved: {value}": "Lagra: {value}",
    "Search": "Søk",
    "Search sections and rules": "Søk i paragrafar og reglar",
    "see no. {number}": "sjå nr. {number}",
    "See what it changes": "Sjå kva det endrar",
    "Show": "Vis",
    "Show how the first rows are read": "Vis korleis dei første radene blir lesne",
    "Show these rows": "Vis desse radene",
    "Show what is typed in the other window": "Vis det som er skrive i det andre vindauget",
    "shown by {person}": "blir vist av {person}",
    "Signed": "Underskrift",
    "Small letters a–z, digits and hyphens; the folder gets this name.": "Små bokstavar a–z, siffer og bindestrek; mappa får dette namnet.",
    "Something else is typed of this case in another window.": "Noko anna er skrive om denne saka i eit anna vindauge.",
    "Something in the form must be corrected first; it is marked there.": "Noko i skjemaet må rettast først; det er merkt der.",
    "Something went wrong in the program, and it is not known what the draft changes.": (
        "Noko gjekk gale i programmet, og det er ikkje kjent kva utkastet endrar."
    ),
    "Something went wrong in the program, and nothing was decided.": "Noko gjekk gale i programmet, og ingenting er avgjort.",
    "Source": "Kjelde",
    "source": "kjelde",
    "Special rule: ": "Spesialregel: ",
    "stands in ": "står i ",
    "stated": "oppgitt",
    "Stated in the case": "Oppgitt i saka",
    "stated without a source": "oppgitt utan kjelde",
    "Step": "Steg",
    "Stop": "Stopp",
    "Stopped before any case was looked at.": "Stoppa før noka sak vart sett på.",
    "Stopped. Nothing was decided.": "Stoppa. Ingenting er avgjort.",
    "Stopped. Nothing was saved.": "Avbrote. Ingenting er lagra.",
    "Stopped: {done} of {total} cases are looked at.": "Stoppa: {done} av {total} saker er sett på.",
    "Stops": "Stoppar",
    "switched off with --no-cross-check": "slått av med --no-cross-check",
    "Tables, and the register's own category": "Tabellar, og kategorien til registeret sjølv",
    "tested in": "prøvd i",
    "text": "tekst",
    "Texts that changed": "Tekstar som er endra",
    "The addresses lead to the text as it stands now; it may have been amended after it was read.": (
        "Adressene fører til teksten slik han lyder no; han kan vere endra etter at han vart lesen."
    ),
    "The answer does not fit what was stated before:": "Svaret går ikkje saman med det som er oppgitt før:",
    "The answer rests on what is assumed: {names}.": "Svaret byggjer på det som er lagt til grunn: {names}.",
    "The answer stands, whatever the {left} other facts turn out to be.": "Svaret står fast, kva dei {left} andre opplysningane enn viser.",
    'the answer to "{fact}" were {value}': "svaret på «{fact}» var {value}",
    'the answer to "{fact}" were {value}, not {old}': "svaret på «{fact}» var {value}, ikkje {old}",
    'The answer would be "{after}" if:': "Svaret ville vore «{after}» dersom:",
    "The case cannot be decided": "Saka kan ikkje avgjerast",
    "The case does not say. Question: ": "Saka seier ikkje noko om dette. Spørsmål: ",
    "The case file cannot be read as a case": "Saksfila kan ikkje lesast som ei sak",
    "The case file is deleted.": "Saksfila er sletta.",
    "The case is made. State the facts you know.": "Saka er oppretta. Oppgi det du veit.",
    "The case is saved in": "Saka er lagra i",
    "The case is saved.": "Saka er lagra.",
    "The case says nothing of this, and it was read as not having happened: {facts}.": (
        "Saka seier ikkje noko om dette, og det er lagt til grunn at det ikkje har skjedd: {facts}."
    ),
    "The case says nothing of this, and the answer was read as no: {facts}.": (
        "Saka seier ikkje noko om dette, og det er lagt til grunn at svaret er nei: {facts}."
    ),
    "The case was not made": "Saka vart ikkje oppretta",
    "The columns are named as facts are, so no profile is needed.": (
        "Kolonnane heiter det opplysningane heiter, så det trengst ingen profil."
    ),
    "The conditions for using law version {version}": "Vilkåra for å bruke lovversjon {version}",
    "The day is not known, and does not matter for the outcome: {facts}.": (
        "Dagen er ikkje kjend, og har ikkje noko å seie for utfallet: {facts}."
    ),
    "The day is not known, and may decide the outcome: {facts}.": "Dagen er ikkje kjend, og kan avgjere utfallet: {facts}.",
    "The decision is recorded in the log. Keep the receipt.": "Avgjerda er ført i loggen. Ta vare på kvitteringa.",
    "The decision rests on facts that are assumed; see Choice of law and basis.": (
        "Avgjerda byggjer på opplysningar som er lagde til grunn; sjå Lovval og grunnlag."
    ),
    "The draft has no {name} that can be changed by itself. Change its file.": (
        "Utkastet har ingen {name} som kan endrast for seg. Endre fila han står i."
    ),
    "The draft is begun. Change a number, a rule or a file, and see what that changes.": (
        "Utkastet er byrja. Endre eit tal, ein regel eller ei fil, og sjå kva det fører til."
    ),
    "The draft is discarded. What was saved of it stays.": "Utkastet er forkasta. Det som var lagra av det, blir ståande.",
    "The draft is saved as a folder.": "Utkastet er lagra som ei mappe.",
    "The draft was changed in another window. What you typed stands here and is not part of it.": (
        "Utkastet vart endra i eit anna vindauge. Det du skreiv, står her og er ikkje ein del av det."
    ),
    "The facts contradict each other": "Opplysningane motseier kvarandre",
    "The facts in the case are enough to decide it.": "Opplysningane i saka er nok til å avgjere henne.",
    "The file holds comments. Save it anew without them.": "Fila har kommentarar. Lagre ho på nytt utan dei.",
    "The file is gone for good. What a log holds stays there.": "Fila blir borte for godt. Det ein logg har, blir ståande.",
    "The file names a source of a fact that is not known. Save it anew without that source.": (
        "Fila oppgir ei kjelde til noko som ikkje er kjent. Lagre ho på nytt utan den kjelda."
    ),
    "The file was changed elsewhere while you typed. What it says now is shown as saved, beside what you typed.": (
        "Fila vart endra ein annan stad medan du skreiv. Det ho seier no, er vist som lagra ved sida av det du skreiv."
    ),
    "The interview is over": "Intervjuet er ferdig",
    "The law chooses. Fix a version only to see what it would say.": "Lova vel sjølv. Vel ein versjon berre for å sjå kva han ville gitt.",
    "The law gives no certain answer. A caseworker must decide before the letter can be finished.": (
        "Lova gir ikkje noko sikkert svar. Ein saksbehandlar må avgjere saka før brevet kan skrivast ferdig."
    ),
    "The law that governs has no rule on this.": "Lova som styrer, har ingen regel om dette.",
    "The law was read as it stood on {until}; the decision is dated later.": "Lova er lesen per {until}; avgjerda er datert seinare.",
    "The law was read as it stood on {until}; the decision is dated later. Check that it has not been changed since.": (
        "Lova er lesen per {until}; avgjerda er datert seinare. Kontroller at lova ikkje er endra sidan."
    ),
    "The letter is on what is tried. Save the case to download it.": "Brevet gjeld det som er prøvd. Lagre saka for å laste det ned.",
    "The letter would say more with these facts: {facts}.": "Brevet kan seie meir med desse opplysningane: {facts}.",
    "The name of the file must end in one of {endings}.": "Filnamnet må slutte på ein av {endings}.",
    "the month may stand alone": "månaden kan stå åleine",
    "the month or the year may stand alone": "månaden eller året kan stå åleine",
    "the number or the word": "nummeret eller ordet",
    'Decided {when}: "{after}".': "Ved vedtak {when}: «{after}».",
    'For a decision {when} the outcome would be "{after}".': "Ved vedtak {when} hadde utfallet vore «{after}».",
    'The outcome would be "{after}" if {what}.': "Utfallet hadde vore «{after}» dersom {what}.",
    "The outcome is not settled. These facts are missing: {facts}.": "Utfallet er ikkje avgjort. Desse opplysningane manglar: {facts}.",
    "The outcome is open until the case states so many of these facts that the rest cannot change it.": (
        "Utfallet er ope til saka viser så mange av desse opplysningane at resten ikkje kan endre det."
    ),
    "The outcome is open until the case states this fact.": "Utfallet er ope til saka viser denne opplysninga.",
    "The page loads itself again until it is known.": "Sida lastar seg sjølv på nytt til svaret er klart.",
    "the question arises of": "gjeld spørsmålet om",
    "The question arises: ": "Spørsmålet kjem opp: ",
    "The question does not arise: ": "Spørsmålet kjem ikkje opp: ",
    "The reason above applies here too.": "Grunnen over gjeld også her.",
    "The reason is the same.": "Grunnen er den same.",
    "The reason is: {head}": "Grunnen er: {head}",
    "The register is being opened.": "Registeret blir opna.",
    "The register is laid aside. What was decided of it is deleted.": "Registeret er lagt bort. Det som var avgjort, er sletta.",
    "The register's own category beside the law": "Kategorien til registeret og lova",
    "The row is decided again by itself, and gives what the register says.": (
        "Rada er avgjord på nytt for seg sjølv, og utfallet er det same som i registeret."
    ),
    "The rows that are decided": "Radene som er avgjorde",
    "the rule needs": "regelen krev",
    "The rules state no value of {what} on {day}.": "Reglane oppgir ingen verdi av {what} den {day}.",
    "the same in every version that has it": "den same i alle versjonane som har regelen",
    "The same: proved by the solver for all cases": "Likt: prova av løysaren for alle saker",
    "The same: rests on the same rules in both": "Likt: byggjer på dei same reglane i begge",
    "the same: {outcome}": "det same: {outcome}",
    "The second engine (durable-rules) is installed: every decision is derived by two independent engines.": (
        "Den andre motoren (durable-rules) er på plass: Kvar avgjerd blir utleidd av to uavhengige motorar."
    ),
    "The second engine (durable-rules) is missing: {absent}": "Den andre motoren (durable-rules) manglar: {absent}",
    "the second engine cannot run here ({reason})": "den andre motoren kan ikkje køyre her ({reason})",
    "The shortest sufficient justification": "Den kortaste grunngivinga som er nok",
    " The solver (extra `analysis`) was not used.": " Løysaren (tillegget `analysis`) er ikkje brukt.",
    " The solver gave up.": " Løysaren gav opp.",
    "The value is known: ": "Verdien er kjend: ",
    "The value is not yet known: ": "Verdien er ikkje kjend enno: ",
    "The version to change": "Versjonen som skal endrast",
    "The whole answer on a case: name its file alone. All of them: --format html": (
        "Heile svaret på ei sak: oppgi fila åleine. Alle: --format html"
    ),
    "The whole derivation": "Heile utleiinga",
    "The whole draft": "Heile utkastet",
    "the whole section": "heile paragrafen",
    "Then": "Då gjeld",
    "then": "så",
    "Then these may matter:": "Deretter kan dette ha noko å seie:",
    "There are no case files in {folder} yet.": "Det er ingen saksfiler i {folder} enno.",
    "There are none. Start with --registers FOLDER to choose from a folder.": (
        "Det er ingen. Start med --registers MAPPE for å velje frå ei mappe."
    ),
    "There are {omitted} more, not shown here.": "Det finst {omitted} til, som ikkje blir vist her.",
    'there were a date for "{fact}"': "det fanst ein dato for «{fact}»",
    "There is no answer with that number.": "Det finst ikkje noko svar med det nummeret.",
    "There is no draft to change any more. What you typed:": "Det er ikkje lenger noko utkast å endre. Dette skreiv du:",
    "There is no outcome `{outcome}`. It may be {outcomes}.": "Det finst ikkje noko utfall `{outcome}`. Det kan vere {outcomes}.",
    "There is nothing here of that name.": "Det finst ingenting her med det namnet.",
    "There is one table then. Empty: every count is shown.": "Då blir det berre éin tabell. Tomt: Alle tal blir viste.",
    "These conditions are met:": "Desse vilkåra er oppfylte:",
    "These exceptions apply to you:": "Desse unntaka gjeld for deg:",
    "These facts are assumed. Check them, and write the letter anew: {facts}.": (
        "Desse opplysningane er lagde til grunn. Kontroller dei, og lag brevet på nytt: {facts}."
    ),
    "These possibilities are closed to you:": "Desse moglegheitene er stengde for deg:",
    "These rules have no table of the statute. Search for a rule.": "Desse reglane har ingen tabell over lova. Søk etter ein regel.",
    "This condition alone is enough to stop it, whatever the rest:": "Dette vilkåret stoppar åleine, uansett resten:",
    "This condition is met:": "Dette vilkåret er oppfylt:",
    "This exception applies to you:": "Dette unntaket gjeld for deg:",
    "This fact settles the answer, whatever it shows.": "Denne opplysninga avgjer svaret, kva ho enn viser.",
    "This is a draft. Check it with the participant, and fill in what is blank.": (
        "Dette er eit utkast. Gå gjennom det saman med deltakaren, og fyll ut det som er tomt."
    ),
    "This is a draft. Check the facts, and fill in the fields in brackets.": (
        "Dette er eit utkast. Kontroller opplysningane, og fyll ut felta i hakeparentes."
    ),
    "This is clear:": "Dette er klart:",
    "This is not known and may settle the answer": "Dette er ikkje kjent, og det kan avgjere svaret",
    "This is not settled: {what}. These facts are missing: {facts}.": (
        "Dette er ikkje avgjort: {what}. Desse opplysningane manglar: {facts}."
    ),
    "This is the first question.": "Dette er det første spørsmålet.",
    "This is what we know. Is something wrong? Then tell us.": "Dette veit vi om deg. Er noko feil? Sei frå til oss.",
    "This must be corrected before any row is decided": "Dette må rettast før nokon rad blir avgjord",
    "This must be corrected first": "Dette må rettast først",
    "This possibility is closed to you:": "Denne moglegheita er stengd for deg:",
    "This stops a part of the ways besides:": "Dette stoppar i tillegg ein del av høva:",
    "through": "til og med",
    "Title": "Namn",
    "title of the caseworker": "tittelen til saksbehandlaren",
    "to": "til",
    "to be filled in": "blir fylt ut",
    "To be filled in: {fields}.": "Fyll ut: {fields}.",
    "To be found out before this can be decided": "Må avklarast før saka kan avgjerast",
    "To be found out before this can be decided, the first one first": "Må avklarast før saka kan avgjerast, det første først",
    "To install it, with a C compiler, in the Python environment that runs hjemmel:": (
        "Slik blir han installert, med ein C-kompilator, i det Python-miljøet som køyrer hjemmel:"
    ),
    "To the answer": "Til svaret",
    "To the cases": "Til sakene",
    "To the comparison": "Til samanlikninga",
    "To the rows": "Til radene",
    "To what is rejected or to be checked": "Til det som er avvist eller må kontrollerast",
    "today": "i dag",
    "Today and later": "I dag og seinare",
    "Tried": "Prøvd",
    "Tried, not saved": "Prøvd, ikkje lagra",
    "Try a change": "Prøv ei endring",
    "Try a change of the law": "Prøv ei lovendring",
    "Two tables together can tell small counts. Ask for one table, or let every count be shown.": (
        "To tabellar saman kan røpe små tal. Be om éin tabell, eller la alle tal bli viste."
    ),
    'Type "{back}" to change an answer first.': "Skriv «{back}» for å endre eit svar først.",
    'Type ? for the legal reason, "{unknown}" if the fact is not known,': (
        "Skriv ? for grunnlaget, «{unknown}» dersom opplysninga ikkje er kjend,"
    ),
    "Under the {act}, law version {versions}.": "Etter {act}, lovversjon {versions}.",
    "Undetermined": "Uavklart",
    "unknown": "ukjend",
    "Unless": "Med mindre",
    "unless": "med mindre",
    "Update the answer": "Oppdater svaret",
    "used by": "blir brukt av",
    "Value": "Verdi",
    "values": "verdiar",
    "Version": "Versjon",
    "Warnings ({number})": "Åtvaringar ({number})",
    "We have looked at these exceptions too. They do not apply to you:": "Vi har også vurdert desse unntaka. Dei gjeld ikkje for deg:",
    "We have looked at these rules, but none of them fits you:": "Vi har vurdert desse reglane, men ingen av dei passar for deg:",
    "We have looked at this exception too. It does not apply to you:": "Vi har også vurdert dette unntaket. Det gjeld ikkje for deg:",
    "We need more information": "Vi treng fleire opplysningar",
    "We need these facts to deal with your case. Please answer by [deadline]:": (
        "Vi treng desse opplysningane for å behandle saka di. Svar oss innan [frist for å svare]:"
    ),
    "What an offer means to you": "Kva betyr eit tilbod for deg?",
    "What belongs to an Act that does not apply here is shown on one line.": (
        "Det som høyrer til ei lov som ikkje gjeld her, er vist på éi linje."
    ),
    "What can be changed is shown again when the draft is looked through.": "Det som kan endrast, er vist att når utkastet er gjennomgått.",
    "What decides": "Kva som avgjer",
    "What decides it": "Avgjerande",
    "What differs from version {version}": "Kva som er annleis enn i versjon {version}",
    "What is looked for stands in the rules; with a day for deadlines also those that are passed. It is counted by the same columns.": (
        "Kva det blir sett etter, står i reglane. Er det oppgitt ein dag for fristar, blir òg dei passerte tekne med. Funna "
        "blir talde etter dei same kolonnane."
    ),
    "What is missing": "Kva som manglar",
    "What is not saved may be lost.": "Det som ikkje er lagra, kan gå tapt.",
    "What is open is shown in full; what is settled, in short, with its number in the trail.": (
        "Det opne er vist fullt ut; det som alt er avklart, er vist kort, med nummeret sitt i sporet."
    ),
    "What is sent and decided is deleted when the register is laid aside, and when the server ends.": (
        "Det som blir sendt inn og avgjort, blir sletta når registeret blir lagt bort, og når tenaren stoppar."
    ),
    "What is wrong": "Kva som er gale",
    "What it changes": "Kva det endrar",
    "What it says of each row is put beside the outcome of the law. Empty: nothing is compared.": (
        "Det ho seier om kvar rad, blir sett ved sida av utfallet etter lova. Tomt: Ingenting blir samanlikna."
    ),
    "What stands in the way": "Kva som står i vegen",
    "What that means now": "Kva det tyder no",
    "What the categories stand for": "Kva kategoriane svarer til",
    "What the decision means to you": "Kva betyr vedtaket for deg?",
    "What the draft says now": "Kva utkastet seier no",
    "What the file says": "Det som står i fila",
    "What the rules do not state": "Det reglane ikkje oppgir",
    "What the sections say is told in Bokmål: the table of the statute has no Nynorsk.": (
        "Det paragrafane seier, er gjengitt på bokmål: Tabellen over lova har ingen nynorsk tekst."
    ),
    "What was looked for": "Kva det er sett etter",
    "What was not saved is discarded.": "Det som ikkje var lagra, er forkasta.",
    "What we have built on": "Dette har vi bygt på",
    "What would change it": "Kva som ville endra det",
    "What would change the answer – information, not advice": "Kva som ville endra svaret – opplysning, ikkje råd",
    "What you typed here stands on this page alone until you tick that it takes that place.": (
        "Det du skreiv her, står berre på denne sida til du kryssar av for at det skal gjelde i staden."
    ),
    "when": "når",
    "When a register is decided, it is told here whom of its rows the draft turns.": (
        "Når eit register er avgjort, står det her kva for rader som får eit anna svar."
    ),
    "Where the answers differ": "Kvar svara blir andre",
    "Where the fact comes from": "Kvar opplysninga kjem frå",
    "Whether law version {versions} governs is not settled.": "Det er ikkje avklara om lovversjon {versions} gjeld.",
    "Which answer is to be changed? Its number, or nothing for none.": (
        "Kva svar skal endrast? Skriv nummeret, eller ingenting for ikkje å endre noko."
    ),
    "Which column states which fact, and what its cells mean. Empty where the columns are facts by their names.": (
        "Kva kolonne som oppgir kva opplysning, og kva cellene tyder. Tomt når kolonnane heiter det opplysningane heiter."
    ),
    "While it stands, it cannot be told whom the draft touches.": (
        "Så lenge det står, kan det ikkje seiast kven utkastet rammar eller gagnar."
    ),
    "whole number": "heiltal",
    "Whom it touches": "Kven det råkar",
    "Why": "Kvifor",
    "Why have we decided this?": "Kvifor har vi bestemt dette?",
    "Why is it so?": "Kvifor er det slik?",
    "Why is this asked?": "Kvifor blir det spurt om dette?",
    "Why it matters": "Kvifor det har noko å seie",
    "Why the answer is open": "Kvifor svaret er ope",
    "With a least count it takes the place of the outcomes: from the two together small counts could be reckoned.": (
        "Er det sett eit minste tal, blir eigenkontrollen vist i staden for utfalla: Frå begge delar saman kunne små tal reknast ut."
    ),
    "Without these facts not everything could be checked. State them, or check yourself: {facts}.": (
        "Utan desse opplysningane er ikkje alt kontrollert. Legg dei inn i saka, eller kontroller sjølv: {facts}."
    ),
    "Write how many days ahead count as near, in digits.": "Skriv med siffer kor mange dagar fram som blir rekna som nær.",
    "Write the day as YYYY-MM-DD.": "Skriv dagen som ÅÅÅÅ-MM-DD.",
    "Write the decision here when the outcome is settled.": "Skriv vedtaket her når utfallet er avgjort.",
    "Write the least count that is shown as a number from 2 to {most}, or nothing.": (
        "Skriv det minste talet som blir vist, frå 2 til {most}, eller la feltet stå tomt."
    ),
    "Write the reasons when the outcome is settled.": "Skriv grunngivinga når utfallet er avgjort.",
    "yes": "ja",
    "yes or no": "ja eller nei",
    "You are asked only for what can still matter.": "Du blir berre spurd om det som framleis kan ha noko å seie.",
    "You belong to none of the groups to whom this is open.": "Du høyrer ikkje til nokon av gruppene som lova nemner.",
    "You do not meet these conditions:": "Du oppfyller ikkje desse vilkåra:",
    "You do not meet this condition:": "Du oppfyller ikkje dette vilkåret:",
    "You say how its columns are read; a row that cannot be decided is told with its reason.": (
        "Du seier korleis kolonnane blir lesne; ei rad som ikkje kan avgjerast, blir vist med grunnen."
    ),
    "Yours sincerely": "Vennleg helsing",
    "{covered} of {all} are shown by a case.": "{covered} av {all} er vist av ei testsak.",
    "{done} of {total} cases are looked at.": "{done} av {total} saker er sett på.",
    "{done} of {total} rows are decided.": "{done} av {total} rader er avgjorde.",
    "{first} to {last}": "{first} til {last}",
    "after {value}": "etter {value}",
    "before {value}": "før {value}",
    "on {value}": "{value}",
    "on {value} or earlier": "{value} eller tidlegare",
    "on {value} or later": "{value} eller seinare",
    '"{fact}" were after {value}': "«{fact}» var etter {value}",
    '"{fact}" were at least {value}': "«{fact}» var minst {value}",
    '"{fact}" were at most {value}': "«{fact}» var høgst {value}",
    '"{fact}" were before {value}': "«{fact}» var før {value}",
    '"{fact}" were less than {value}': "«{fact}» var under {value}",
    '"{fact}" were more than {value}': "«{fact}» var over {value}",
    '"{fact}" were {value}': "«{fact}» var {value}",
    '"{fact}" were {value} or earlier': "«{fact}» var {value} eller tidlegare",
    '"{fact}" were {value} or later': "«{fact}» var {value} eller seinare",
    "{label}: {value}, as before.": "{label}: {value}, som før.",
    "{label}: {value}; before: {before}.": "{label}: {value}; før: {before}.",
    "{month}, day not known": "{month}, dagen er ikkje kjend",
    "{name}: {new} instead of {old}": "{name}: {new} i staden for {old}",
    "{number} cases": "{number} saker",
    "{number} conclusions": "{number} konklusjonar",
    "{number} facts": "{number} opplysningar",
    "{number} fail.": "{number} slår feil.",
    "{number} of them in the outcome.": "{number} av dei i utfallet.",
    "{number} rows": "{number} rader",
    "{number} rules belong to or rest on an Act other than the {act}, which is the one that applies here.": (
        "{number} reglar høyrer til eller byggjer på ei anna lov enn {act}, som er lova som gjeld her."
    ),
    "{number} steps": "{number} steg",
    "{rows} rows are read.": "{rows} rader er lesne.",
    "{rows} rows. Columns of which it is certain which fact they state: {certain}. Questions, in the lines with `# ?`: {asked}.": (
        "{rows} rader. Kolonnar der det er sikkert kva opplysning dei oppgir: {certain}. Spørsmål, på linjene med `# ?`: {asked}."
    ),
    "{target} exists. Replace it with all it holds, comments too? (yes/no)": (
        "{target} finst. Skal ho erstattast med alt ho inneheld, merknader òg? (ja/nei)"
    ),
    "{topic}: law version {new} would then govern, not {old}": "{topic}: Då ville lovversjon {new} styre, ikkje {old}",
    "{touched} of {cases} cases come out differently under the newer version.": (
        "{touched} av {cases} saker får eit anna resultat etter den nye versjonen."
    ),
    "{touched} of {cases} cases come out differently.": "{touched} av {cases} saker får eit anna svar.",
    "{touched} of {rows} rows come out differently.": "{touched} av {rows} rader får eit anna svar.",
    " – belongs to another Act, ": " – høyrer til ei anna lov, ",
    " – fixed beforehand": " – bestemt på førehand",
    " – law version {named}": " – lovversjon {named}",
    " – see above": " – sjå ovanfor",
    " – stopped by what is told above": " – stoppa av det som er nemnt ovanfor",
}
