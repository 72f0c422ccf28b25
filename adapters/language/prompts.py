"""Prompts are files under prompts/: Markdown with {{ variables }}. A variable missing or not used is an error."""

from pathlib import Path

from jinja2 import Environment, StrictUndefined, TemplateError, meta

from adapters.shipped import shipped


class PromptError(Exception):
    """A prompt file and the code that fills it do not fit. The message names the file and the variable."""


class Prompt:
    """One prompt file. A variable is text that we wrote; what people wrote goes into a message of its own."""

    def __init__(self, path: Path) -> None:
        """Read a prompt. Raises PromptError when the file is missing, empty or not a template."""
        self._path = path
        environment = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)  # noqa: S701 - no HTML
        try:
            source = path.read_text(encoding="utf-8")
            self._template = environment.from_string(source)
            self.variables = frozenset(meta.find_undeclared_variables(environment.parse(source)))
        except (OSError, UnicodeDecodeError) as problem:
            raise PromptError(f"The prompt {path} cannot be read ({type(problem).__name__}).") from None
        except TemplateError as problem:
            raise PromptError(f"The prompt {path} is not a valid template: {problem}") from None
        if not source.strip():
            raise PromptError(f"The prompt {path} is empty.")

    @classmethod
    def load(cls, name: str) -> "Prompt":
        """The prompt of this name that ships with Liaison. Raises PromptError."""
        return cls(shipped("prompts") / f"{name}.md")

    def fill(self, **given: str) -> str:
        """The prompt with its variables. Raises PromptError for one that is missing, or that it has no place for."""
        missing, unused = self.variables - set(given), set(given) - self.variables
        if missing or unused:
            wrong = [f"needs {name}" for name in sorted(missing)] + [
                f"has no place for {name}" for name in sorted(unused)
            ]
            raise PromptError(f"The prompt {self._path} {' and '.join(wrong)}.")
        try:
            return self._template.render(given)
        except TemplateError as problem:
            raise PromptError(f"The prompt {self._path} cannot be filled: {problem}") from None
