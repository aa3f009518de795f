"""Probes of imports."""

from .folder import write
from .language import says
from .registry import every, probe


def imports(name, wanted, *codes):
    """Registers a probe: after all cells, the last one has printed the text."""

    @probe(f"modules: {name}")
    def printed(talk, _):
        found = says(talk, *codes)
        return every(found, right=found.strip() == wanted)


imports("a package that is ESM only", "esm hello from esm", "import hello, {kind} from 'esm-only'; console.log(kind, hello())")
imports("a package that is CommonJS, by name and whole", "cjs hello from cjs", "import {kind as cjsKind} from 'cjs-only'; import whole from 'cjs-only'; console.log(cjsKind, whole.hello())")
imports("a package with top-level await", "awaited", "import {late} from 'with-await'; console.log(late)")
imports("a namespace import", "esm", "import * as space from 'esm-only'; console.log(space.kind)")
imports("a dynamic import", "esm", "const dynamic = await import('esm-only'); console.log(dynamic.kind)")
imports("a dynamic import in a function of an earlier cell", "esm", "const fetchIt = () => import('esm-only')", "console.log((await fetchIt()).kind)")
imports("require", "cjs /", "console.log(require('cjs-only').kind, require('node:path').sep)")
imports("a JSON file with an attribute", "42", "import data from './data.json' with {type: 'json'}; console.log(data.answer)")
imports("a JSON file without one", "42", "import plainData from './data.json'; console.log(plainData.answer)")
imports("import.meta.dirname and .url name the notebook's folder", "true", "console.log(import.meta.url.startsWith('file://') && process.cwd().startsWith(import.meta.dirname ?? '?'))")
imports("a side-effect import", "done", "import 'cjs-only'; console.log('done')")
imports("a local module written .js, .ts or without an ending", "1 1 1", 'import {version as va} from "./local.ts"; import {version as vb} from "./local.js"; import {version as vc} from "./local"; console.log(va, vb, vc)')


def reload(talk, bench_folder, edits, first, second):
    """Imports, edits files, imports again; what was printed."""
    before = says(talk, first)
    for name, text in edits.items():
        write(bench_folder, name, text)
    talk.drain(0.3)
    return before.strip(), says(talk, second).strip()


@probe("modules: a local module that was edited is loaded anew by the next import")
def edited(talk, _):
    write(talk.folder, "edited.ts", "export const version: number = 1;\n")
    code = "import {version} from './edited.ts'; console.log(version)"
    found = reload(talk, talk.folder, {"edited.ts": "export const version: number = 2;\n"}, code, code)
    return every(found, right=found == ("1", "2"))


@probe("modules: a module that an edited module imports is loaded anew too")
def edited_inner(talk, _):
    code = "import {outer} from './outer.ts'; console.log(outer())"
    found = reload(talk, talk.folder, {"inner.ts": "export const inner: string = 'new';\n"}, code, code)
    return every(found, right=found == ("outer old", "outer new"))


@probe("modules: one that was not edited keeps its state")
def kept(talk, _):
    write(talk.folder, "counter.ts", "let count = 0;\nexport const next = (): number => ++count;\n")
    code = "import {next} from './counter.ts'; console.log(next())"
    found = [says(talk, code).strip() for _ in range(2)]
    return every(found, right=found == ["1", "2"])


@probe("modules: a broken module is reported with its place, and runs once mended")
def mended(talk, _):
    write(talk.folder, "mended.ts", "export const x: number = ;\n")
    broken = talk.run("import {x} from './mended.ts'; console.log(x)")
    write(talk.folder, "mended.ts", "export const x: number = 6;\n")
    found = says(talk, "import {x} from './mended.ts'; console.log(x)").strip()
    return every([broken.trouble, found], place="mended.ts" in broken.trouble and not broken.ok, mended=found == "6")


@probe("modules: a package installed while the kernel runs is found")
def installed(talk, _):
    before = talk.run("import {x} from 'newly-installed'")
    write(talk.folder, "node_modules/newly-installed/package.json", '{"name": "newly-installed", "version": "1.0.0", "type": "module", "exports": "./index.js"}')
    write(talk.folder, "node_modules/newly-installed/index.js", "export const x = 'here'")
    write(talk.folder, "package.json", '{"name": "probes", "private": true, "dependencies": {"esm-only": "*", "cjs-only": "*", "with-await": "*", "newly-installed": "*"}}')
    found = says(talk, "import {x} from 'newly-installed'; console.log(x)").strip()
    return every([before.reply["status"], found], before=not before.ok, after=found == "here")


@probe("modules: the kernel's own library can be imported from any folder")
def library(talk, dialect):
    found = says(talk, dialect.library)
    return every(found, there="function" in found)


@probe('modules: notebooks written for tslab: import {display, newDisplay} from "tslab"')
def tslab(talk, _):
    ran = talk.run('import {display as show, newDisplay} from "tslab"; show.html("<b>one</b>"); show.text("two"); show.markdown("*three*"); show.svg("<svg/>"); show.latex("$x$"); show.png(Uint8Array.of(1, 2)); show.raw("text/css", "a {}")')
    shown = [it["data"] for it in ran.of("display_data")]
    wanted = {"text/html": "<b>one</b>", "text/plain": "two", "text/markdown": "*three*", "image/svg+xml": "<svg/>", "text/latex": "$x$", "image/png": "AQI=", "text/css": "a {}"}
    missing = [kind for kind, value in wanted.items() if not any(it.get(kind) == value for it in shown)]
    second = talk.run('const handle = newDisplay(); handle.html("first"); handle.html("second")')
    return every([missing, second.kinds], all=not missing, replaced=second.kinds[-1:] == ["update_display_data"] and "second" in str(second.of("update_display_data")))


@probe("modules: the folder's tsconfig.json is honoured", own=True)
def tsconfig(bench, _):
    folders = [bench.subfolder("strict", "{}"), bench.subfolder("loose", '{"compilerOptions": {"strict": false}}')]
    said = []
    for folder in folders:
        talk = bench.start(folder=folder)
        ran = talk.run("let empty: string = null; console.log(typeof empty)")
        talk.drain(0.7)
        said.append(ran.sight)
        talk.end()
    return every(said, strict="not assignable" in said[0], loose="not assignable" not in said[1] and "object" in said[1])
