"""The language server: the protocol around what the other modules of this room find out; it holds all state there is."""

from __future__ import annotations

import asyncio
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

from lsprotocol import types
from pygls import uris
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from ..checking.problem_forms import told
from ..diagnostics import Diagnostic, said
from ..edits import Edit, Lines
from ..folders import shown
from ..model import Language, Laws, Place, Text
from . import completing, project, renaming
from .describing import TOKENS, brief, hints, named_like
from .fixes import Fix, fixes
from .hover import hover
from .names import NameKind, Occurrence, at, namesakes, same

_DELAY: Final = 0.2
"""Seconds without a change after which the law is checked: while someone types, it is not."""

_LEVELS: Final = {"error": types.DiagnosticSeverity.Error, "warning": types.DiagnosticSeverity.Warning}
_NORWEGIAN: Final = ("nb", "nn", "no")
_LINE_END: Final = re.compile(r"\r\n|\r|\n")

_SYMBOLS: Final[Mapping[NameKind, types.SymbolKind]] = {
    "fact": types.SymbolKind.Variable,
    "conclusion": types.SymbolKind.Property,
    "derived": types.SymbolKind.Function,
    "parameter": types.SymbolKind.Constant,
    "rule": types.SymbolKind.Class,
    "topic": types.SymbolKind.Namespace,
    "act": types.SymbolKind.Module,
}
_MOST_SYMBOLS: Final = 200
"""As many names are listed for one search; who wants others types more of the name."""

_NO_NAME: Final = Text("her står det ikke noe navn som kan endres", "there is no name here that could be changed")
_UNREADABLE: Final = Text(
    "{} kan ikke leses, så navnet kunne bli stående der; rett den filen først",
    "{} cannot be read, so the name might remain in it; correct that file first",
)
_WRONG_BEFORE: Final = Text(
    "`hjemmel check` finner feil, så bruken av navnet er ikke sikker; rett dem først: {}",
    "`hjemmel check` finds errors, so the uses of the name are not certain; correct them first: {}",
)
_WRONG_AFTER: Final = Text("med det navnet ville dette være feil: {}", "with that name this would be wrong: {}")
_NO_LAWS: Final = Text(
    "Loven har feil og kan ikke leses nå; når de er rettet, står forklaringen her.",
    "The law has errors and cannot be read now; when they are corrected, the explanation appears here.",
)


def serve(rules: Path, drafts: Sequence[Path], pages: Path, version: str) -> None:
    """Speak the language server protocol on standard input and output until the client ends it.

    A file belongs to the rules folder that it lies in or beside; `drafts` belong to `rules`. `pages` explain the codes.
    """
    make_server(rules, drafts, pages, version).start_io()


def make_server(rules: Path, drafts: Sequence[Path], pages: Path, version: str) -> LanguageServer:
    """Return a server that has not been started; the arguments are those of `serve`."""
    # The whole text with each change: the library's own counting of lines knows ends of lines that YAML has not.
    server = LanguageServer("hjemmel", version, text_document_sync_kind=types.TextDocumentSyncKind.Full)
    editor = _Editor(server, rules, drafts, pages)

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        editor.lang = client_language(params)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        editor.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        editor.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        editor.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        editor.changed(params.text_document.uri)  # what was not saved is gone

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_files(params: types.DidChangeWatchedFilesParams) -> None:
        for change in params.changes:
            editor.changed(change.uri)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def on_hover(params: types.HoverParams) -> types.Hover | None:
        return editor.on_hover(params)

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def on_definition(params: types.DefinitionParams) -> list[types.Location]:
        return editor.on_definition(params)

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    def on_references(params: types.ReferenceParams) -> list[types.Location]:
        return editor.on_references(params)

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def on_prepare_rename(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder:
        return editor.on_prepare_rename(params)

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    def on_rename(params: types.RenameParams) -> types.WorkspaceEdit:
        return editor.on_rename(params)

    @server.feature(types.TEXT_DOCUMENT_COMPLETION)
    def on_completion(params: types.CompletionParams) -> list[types.CompletionItem]:
        return editor.on_completion(params)

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions([types.CodeActionKind.QuickFix]))
    def on_code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        return editor.on_code_action(params)

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    def on_inlay_hint(params: types.InlayHintParams) -> list[types.InlayHint]:
        return editor.on_inlay_hint(params)

    @server.feature(types.WORKSPACE_SYMBOL)
    def on_symbol(params: types.WorkspaceSymbolParams) -> list[types.SymbolInformation]:
        return editor.on_symbol(params)

    @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, types.SemanticTokensLegend(list(TOKENS.values()), ["declaration"]))
    def on_tokens(params: types.SemanticTokensParams) -> types.SemanticTokens:
        return editor.on_tokens(params)

    return server


class _Editor:
    """What the server answers, and what it remembers: the language of the client, and of each rules folder what it last said and loaded."""

    def __init__(self, server: LanguageServer, rules: Path, drafts: Sequence[Path], pages: Path) -> None:
        self.server, self.pages = server, pages
        self.home, self.lying_elsewhere = rules.resolve(), tuple(draft.resolve() for draft in drafts)
        self.lang: Language = "nb"
        self.waiting: dict[Path, asyncio.TimerHandle] = {}
        self.published: dict[Path, set[str]] = {}
        self.laws: dict[Path, Laws] = {}
        self.checked: dict[Path, project.Checked] = {}

    # ------------------------------------------------------------ files and places

    def drafts_of(self, folder: Path) -> tuple[Path, ...]:
        return self.lying_elsewhere if folder == self.home else ()

    def file_of(self, uri: str) -> Path | None:
        path = uris.to_fs_path(uri)
        # No file has a name with a NUL byte, and an address may have one.
        return Path(path).resolve() if path and "\0" not in path else None

    def folder_of(self, uri: str) -> Path | None:
        path = self.file_of(uri)
        if path is None or path.suffix != ".yaml":
            return None
        return self.home if any(path.is_relative_to(draft) for draft in self.lying_elsewhere) else project.rules_folder(path)

    def open_files(self) -> dict[Path, tuple[str, str]]:
        """Return the URI and text of every file that is open."""
        # The keys of the library's table are decoded, so that a `#` in one would end the path; each document knows its own.
        return {path: (one.uri, one.source) for one in self.server.workspace.text_documents.values() if (path := self.file_of(one.uri))}

    def unsaved(self) -> dict[Path, str]:
        return {path: text for path, (_, text) in self.open_files().items()}

    def uri_of(self, file: str) -> str:
        path = Path.cwd() / file
        opened = self.open_files().get(path.resolve())
        return opened[0] if opened else path.as_uri()

    def span(self, place: Place, text: str) -> types.Range:
        """Return the range of a place, counted as the client counts."""
        lines = _lines(text)
        line = lines[place.line - 1] if place.line <= len(lines) else ""
        count = self.server.workspace.position_codec.client_num_units
        start, end = (count(line[:column]) for column in (place.column - 1, place.column - 1 + place.length))
        return types.Range(types.Position(place.line - 1, start), types.Position(place.line - 1, end))

    def stretch(self, edit: Edit, text: str) -> types.Range:
        """Return the range of what an edit takes the place of."""
        begins = Lines(text).begins
        lines = (bisect_right(begins, offset) - 1 for offset in (edit.start, edit.end))
        start, end = (
            types.Position(line, self.server.workspace.position_codec.client_num_units(text[begins[line] : offset]))
            for line, offset in zip(lines, (edit.start, edit.end), strict=True)
        )
        return types.Range(start, end)

    def location(self, place: Place, text: str) -> types.Location:
        return types.Location(self.uri_of(place.file), self.span(place, text))

    def locations(self, found: Iterable[Occurrence], named: project.Named) -> list[types.Location]:
        listed = list(found)
        addresses = {file: self.uri_of(file) for file in {one.place.file for one in listed}}
        return [types.Location(addresses[one.place.file], self.span(one.place, named.sources[one.place.file])) for one in listed]

    # ------------------------------------------------------------ diagnostics

    def diagnostic(self, problem: Diagnostic, checked: project.Checked) -> types.Diagnostic:
        page = self.pages / f"{problem.code}.md"
        return types.Diagnostic(
            range=self.span(problem.place, checked.sources.get(problem.place.file, "")),
            message=told(problem, self.lang),
            severity=_LEVELS[problem.level],
            code=problem.code,
            code_description=types.CodeDescription(page.as_uri()) if page.is_file() else None,
            source="hjemmel",
            related_information=[
                types.DiagnosticRelatedInformation(self.location(place, checked.sources.get(place.file, "")), said(label, self.lang))
                for place, label in problem.related
            ],
        )

    def check(self, folder: Path) -> project.Checked:
        checked = project.check(folder, self.drafts_of(folder), self.unsaved())
        if checked.laws is not None:
            self.laws[folder] = checked.laws
        self.checked[folder] = checked
        return checked

    def publish(self, folder: Path) -> None:
        self.waiting.pop(folder, None)
        checked = self.check(folder)
        by_uri: dict[str, list[types.Diagnostic]] = {uri: [] for uri in self.published.get(folder, ())}
        by_uri |= {one.uri: [] for one in self.server.workspace.text_documents.values() if self.folder_of(one.uri) == folder}
        for problem in checked.problems:
            by_uri.setdefault(self.uri_of(problem.place.file), []).append(self.diagnostic(problem, checked))
        self.published[folder] = {uri for uri, problems in by_uri.items() if problems}
        for uri, problems in by_uri.items():
            self.server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, problems))

    def changed(self, uri: str) -> None:
        folder = self.folder_of(uri)
        if folder is None:
            return
        if folder in self.waiting:
            self.waiting[folder].cancel()
        self.waiting[folder] = asyncio.get_running_loop().call_later(_DELAY, self.publish, folder)

    # ------------------------------------------------------------ names

    def named(self, uri: str) -> tuple[Path, project.Named, str, str] | None:
        """Return the rules folder of a file, its names, and of the file the name in places and the text."""
        folder, path = self.folder_of(uri), self.file_of(uri)
        if folder is None or path is None:
            return None
        named = project.find_names(folder, self.drafts_of(folder), self.unsaved())
        return (folder, named, shown(path), named.sources[shown(path)]) if shown(path) in named.sources else None

    def look(self, uri: str, position: types.Position) -> tuple[Path, project.Named, Occurrence] | None:
        """Return the rules folder, its names, and the name at a position."""
        there = self.named(uri)
        if there is None:
            return None
        folder, named, file, text = there
        where = self.server.workspace.position_codec.position_from_client_units(_lines(text), position)
        found = at(named.occurrences, file, where.line + 1, where.character + 1)
        return (folder, named, found) if found else None

    def on_hover(self, params: types.HoverParams) -> types.Hover | None:
        looked = self.look(params.text_document.uri, params.position)
        if looked is None:
            return None
        folder, named, found = looked
        laws = self.laws.get(folder) or self.check(folder).laws
        if laws is None:
            text: str | None = f"{said(renaming.NOUNS[found.kind], self.lang)} `{found.name}`\n\n{said(_NO_LAWS, self.lang)}"
        else:
            text = hover(named.occurrences, found, laws, self.lang)
        if text is None:
            return None
        content = types.MarkupContent(types.MarkupKind.Markdown, text)
        return types.Hover(content, self.span(found.place, named.sources[found.place.file]))

    def on_definition(self, params: types.DefinitionParams) -> list[types.Location]:
        looked = self.look(params.text_document.uri, params.position)
        if looked is None:
            return []
        _, named, found = looked
        return self.locations([one for one in same(named.occurrences, found) if one.defines], named)

    def on_references(self, params: types.ReferenceParams) -> list[types.Location]:
        looked = self.look(params.text_document.uri, params.position)
        if looked is None:
            return []
        _, named, found = looked
        return self.locations(
            [one for one in same(named.occurrences, found) if params.context.include_declaration or not one.defines], named
        )

    def refuse(self, reason: Text) -> JsonRpcException:
        return JsonRpcException(message=said(reason, self.lang), code=types.LSPErrorCodes.RequestFailed.value)

    def on_prepare_rename(self, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder:
        looked = self.look(params.text_document.uri, params.position)
        if looked is None:
            raise self.refuse(_NO_NAME)
        _, named, found = looked
        reason = renaming.refusal(named.occurrences, found)
        if reason:
            raise self.refuse(reason)
        # The whole name, also where only its end is written.
        return types.PrepareRenamePlaceholder(self.span(found.place, named.sources[found.place.file]), found.name)

    def on_rename(self, params: types.RenameParams) -> types.WorkspaceEdit:
        looked = self.look(params.text_document.uri, params.position)
        if looked is None:
            raise self.refuse(_NO_NAME)
        folder, named, found = looked
        if named.unreadable:
            raise self.refuse(_filled(_UNREADABLE, Text(named.unreadable[0], named.unreadable[0])))
        edits = renaming.rename(named.occurrences, found, params.new_name.strip())
        if isinstance(edits, Text):
            raise self.refuse(edits)
        if wrong := self.first_error(folder, {}):
            raise self.refuse(_filled(_WRONG_BEFORE, wrong))
        if wrong := renaming.not_as_read(namesakes(named.occurrences, found), named.sources):
            raise self.refuse(wrong)
        if wrong := self.first_error(folder, renaming.apply(edits, named.sources)):
            raise self.refuse(_filled(_WRONG_AFTER, wrong))
        changes: dict[str, list[types.TextEdit]] = {}
        for edit in edits:
            changes.setdefault(self.uri_of(edit.place.file), []).append(
                types.TextEdit(self.span(edit.place, named.sources[edit.place.file]), edit.text)
            )
        return types.WorkspaceEdit(changes=changes)

    def first_error(self, folder: Path, texts: dict[str, str]) -> Text | None:
        """Return the first error of the law and its suites, were these the texts of the files."""
        as_if = self.unsaved() | {(Path.cwd() / file).resolve(): text for file, text in texts.items()}
        checked = project.check(folder, self.drafts_of(folder), as_if)
        problems = [*checked.problems, *(project.check_suites(folder, checked.laws, as_if) if checked.laws else ())]
        for problem in problems:
            if problem.level == "error":
                where = f"{problem.place.file}:{problem.place.line}"
                return Text(f"{where}: {problem.message.nb}", f"{where}: {problem.message.en}")
        return None

    def on_completion(self, params: types.CompletionParams) -> list[types.CompletionItem]:
        folder, path = self.folder_of(params.text_document.uri), self.file_of(params.text_document.uri)
        text = self.unsaved().get(path) if path else None
        if folder is None or path is None or text is None:
            return []
        lines = _lines(text)
        where = self.server.workspace.position_codec.position_from_client_units(lines, params.position)
        written = completing.begun(lines[where.line][: where.character])
        if written is None:
            return []
        begun, kinds = written
        named = project.find_names(folder, self.drafts_of(folder), self.unsaved())
        version = path.relative_to(folder).parts[0] if path.is_relative_to(folder) else path.parent.name
        place = Place(shown(path), where.line + 1, where.character + 1 - len(begun), len(begun))
        laws, span = self.laws.get(folder), self.span(place, text)
        return [self.offered(one, laws, span) for one in completing.choices(named.occurrences, version, kinds)]

    def offered(self, one: Occurrence, laws: Laws | None, span: types.Range) -> types.CompletionItem:
        """Return a name to choose, which is found by its label too, with what it holds and its authority."""
        noun = said(renaming.NOUNS[one.kind], self.lang)
        told = brief(one, laws, self.lang) if laws is not None else None
        label = said(told.label, self.lang) if told is not None else ""
        return types.CompletionItem(
            label=one.name,
            label_details=types.CompletionItemLabelDetails(description=label) if label else None,
            kind=types.CompletionItemKind.Variable,
            detail=": ".join(filter(None, (noun, told.held))) if told is not None else noun,
            documentation="\n".join(filter(None, (label, told.authority))) if told is not None else None,
            filter_text=" ".join(dict.fromkeys((one.name, *(told.label.all() if told is not None else ())))).strip(),
            text_edit=types.TextEdit(span, one.name),
        )

    # ------------------------------------------------------------ what stands beside the text

    def on_code_action(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        folder, path = self.folder_of(params.text_document.uri), self.file_of(params.text_document.uri)
        checked = self.checked.get(folder) if folder else None
        if checked is None or path is None:
            return []
        file, now = shown(path), dict(checked.sources) | {shown(one): text for one, (_, text) in self.open_files().items()}
        # What was typed since then may have moved the places; the editor asks again when they have been told anew.
        if file not in checked.sources or checked.sources[file] != now[file]:
            return []
        found = []
        for problem in checked.problems:
            if problem.place.file == file:
                span = self.span(problem.place, now[file])
                if span.start.line <= params.range.end.line and params.range.start.line <= span.end.line:
                    found += [self.action(fix, problem, checked) for fix in fixes(problem, checked.sources, now)]
        return found

    def action(self, fix: Fix, problem: Diagnostic, checked: project.Checked) -> types.CodeAction:
        edits = {
            self.uri_of(file): [types.TextEdit(self.stretch(edit, checked.sources[file]), edit.text)] for file, edit in fix.edits.items()
        }
        return types.CodeAction(
            title=said(fix.title, self.lang),
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[self.diagnostic(problem, checked)],
            is_preferred=fix.safe,
            edit=types.WorkspaceEdit(changes=edits),
        )

    def on_inlay_hint(self, params: types.InlayHintParams) -> list[types.InlayHint]:
        there = self.named(params.text_document.uri)
        laws = self.laws.get(there[0]) if there is not None else None
        if there is None or laws is None:
            return []
        _, named, file, text = there
        first, last = params.range.start.line + 1, params.range.end.line + 1
        return [
            types.InlayHint(self.span(one.place, text).end, told, padding_left=True)
            for one, told in hints(named.occurrences, file, first, last, laws, self.lang)
        ]

    def on_symbol(self, params: types.WorkspaceSymbolParams) -> list[types.SymbolInformation]:
        folders = {folder for uri, _ in self.open_files().values() if (folder := self.folder_of(uri)) is not None} or {self.home}
        found = []
        for folder in sorted(folders):
            named = project.find_names(folder, self.drafts_of(folder), self.unsaved())
            like = named_like(named.occurrences, params.query, self.laws.get(folder), self.lang)
            found += [
                types.SymbolInformation(
                    location=self.location(one.place, named.sources[one.place.file]),
                    name=one.name,
                    kind=_SYMBOLS[one.kind],
                    container_name=" ".join(filter(None, (one.version, label))) or None,
                )
                for one, label in islice(like, _MOST_SYMBOLS)
            ]
        return found

    def on_tokens(self, params: types.SemanticTokensParams) -> types.SemanticTokens:
        there = self.named(params.text_document.uri)
        if there is None:
            return types.SemanticTokens([])
        _, named, file, text = there
        kinds, before = list(TOKENS), types.Position(0, 0)
        data: list[int] = []
        for one in named.occurrences:
            if one.place.file == file:
                span = self.span(one.place, text)
                start = span.start
                if (start.line, start.character) < (before.line, before.character) or (start == before and data):
                    continue  # a word that names two things is coloured as the first
                ahead = start.character - (before.character if start.line == before.line else 0)
                length = span.end.character - start.character
                data += [start.line - before.line, ahead, length, kinds.index(one.kind), int(one.defines)]
                before = start
        return types.SemanticTokens(data)


@lru_cache(maxsize=256)
def _lines(text: str) -> list[str]:
    # More texts than a law has files: a name that is used in all of them had every file split anew at each question.
    return _LINE_END.split(text)


def _filled(text: Text, with_: Text) -> Text:
    return Text(text.nb.format(with_.nb), text.en.format(with_.en))


def client_language(params: types.InitializeParams) -> Language:
    """Return the language asked for by `initializationOptions.lang`, or else that of the client; Bokmål if it has none."""
    options: Any = params.initialization_options
    asked = options.get("lang") if isinstance(options, dict) else getattr(options, "lang", None)
    if asked in ("nb", "en"):
        return "nb" if asked == "nb" else "en"
    locale = (params.locale or "nb").replace("_", "-").partition("-")[0].casefold()
    return "nb" if locale in _NORWEGIAN else "en"
