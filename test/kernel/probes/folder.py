"""The folder that kernels run in: packages of every kind, local modules, types for Node."""

import json
import os
import shutil
import tempfile
import time

FILES = {
    "package.json": json.dumps({"name": "probes", "private": True, "dependencies": {"esm-only": "*", "cjs-only": "*", "with-await": "*"}}),
    "node_modules/esm-only/package.json": json.dumps({"name": "esm-only", "version": "1.0.0", "type": "module", "exports": "./index.js"}),
    "node_modules/esm-only/index.js": "export const kind = 'esm'; export default function hello() { return 'hello from esm' }",
    "node_modules/cjs-only/package.json": json.dumps({"name": "cjs-only", "version": "1.0.0", "main": "index.js"}),
    "node_modules/cjs-only/index.js": "exports.kind = 'cjs'; exports.hello = () => 'hello from cjs'",
    "node_modules/with-await/package.json": json.dumps({"name": "with-await", "version": "1.0.0", "type": "module", "exports": "./index.js"}),
    "node_modules/with-await/index.js": "export const late = await Promise.resolve('awaited')",
    "local.ts": "export const version: number = 1;\nexport class Kept { n = 1 }\n",
    "inner.ts": "export const inner: string = 'old';\n",
    "outer.ts": "import {inner} from './inner.ts';\nexport const outer = (): string => `outer ${inner}`;\n",
    "loop.ts": "export function forever(): void { for (;;) {} }\n",
    "broken.ts": "interface Nothing { n: number }\nexport function broken(): Nothing {\n  throw new Error('from a module');\n}\n",
    "data.json": json.dumps({"answer": 42}),
}


def make_folder(adapt):
    """Makes the folder with a home beside it, so that nothing of the person's own is touched, its sources as the kernel wants them; gives the folder and the environment."""
    top = os.path.realpath(tempfile.mkdtemp(prefix="probes-"))
    folder, home = os.path.join(top, "work"), os.path.join(top, "home")
    os.makedirs(home)
    for name, text in FILES.items():
        write(folder, name, adapt(text))
    types = os.path.join(os.path.dirname(__file__), "..", "..", "..", "node_modules", "@types")
    for package in ("node", "undici-types"):
        found = next((it for it in (f"{types}/{package}", f"{types}/../{package}") if os.path.isdir(it)), None)
        if found:
            target = os.path.join(folder, "node_modules", *(["@types", package] if package == "node" else [package]))
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.symlink(os.path.realpath(found), target)
    env = {key: value for key, value in os.environ.items() if not key.startswith("XDG_") and key not in ("NODE_OPTIONS", "FORCE_COLOR")}
    return folder, {**env, "HOME": home}


def write(folder, name, text):
    """Writes a file, its time a second on from the last, so that no one takes it for the old one."""
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    write.time = max(write.time + 2, time.time())
    os.utime(path, (write.time, write.time))


write.time = 0.0


def remove_folder(folder):
    """Removes the folder and the home beside it."""
    shutil.rmtree(os.path.dirname(folder), ignore_errors=True)
