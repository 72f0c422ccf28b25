"""The second migration keeps what is there: reports stay in their themes, and what was taken back stays so."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from adapters import migrate
from adapters.engine.database import parse_url
from adapters.tables import metadata

ROWS = """
INSERT INTO companies (id, name, zone, created_at) VALUES (1, 'office', 'UTC', '2026-03-02 09:00:00+00:00');
INSERT INTO themes (id, company_id, title, cause, module, size, created_at, version)
  VALUES (1, 1, 'Invoices', 'defect', 'finance', 1, '2026-03-02 09:00:00+00:00', 1);
INSERT INTO complaints (id, company_id, theme_id, source, text, cause, module, impact, guessed_cause, guessed_module,
  guessed_impact, impact_told, confidence, engine, visibility, state, created_at, version)
  VALUES (1, 1, 1, 'a', 'one', 'defect', 'finance', 'none', 'defect', 'finance', 'none', FALSE, 1, 'test',
  'brm_and_it', 'received', '2026-03-02 09:00:00+00:00', 1);
INSERT INTO complaints (id, company_id, theme_id, source, text, cause, module, impact, guessed_cause, guessed_module,
  guessed_impact, impact_told, confidence, engine, visibility, state, created_at, version)
  VALUES (2, 1, NULL, 'b', 'two', 'defect', 'finance', 'none', 'defect', 'finance', 'none', FALSE, 1, 'test',
  'brm_and_it', 'closed', '2026-03-02 09:00:00+00:00', 1)
"""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/liaison.db"
    url = str(request.getfixturevalue("postgres_url"))
    engine = sa.create_engine(parse_url(url))
    metadata.drop_all(engine)
    engine.dispose()
    return url


def test_rows_of_the_first_version_are_kept(empty_url: str) -> None:
    migrate.upgrade(empty_url, "0001")
    engine = sa.create_engine(parse_url(empty_url))
    with engine.begin() as connection:
        for statement in ROWS.split(";"):
            connection.execute(sa.text(statement))
    engine.dispose()
    migrate.upgrade(empty_url)
    engine = sa.create_engine(parse_url(empty_url))
    with engine.connect() as connection:
        told = connection.execute(
            sa.text("SELECT id, theme_id, withdrawn_at IS NOT NULL FROM complaints ORDER BY id")
        ).all()
        daily = connection.execute(sa.text("SELECT kind FROM appointments WHERE kind = 'loop.daily'")).all()
    engine.dispose()
    assert [tuple(row) for row in told] == [(1, 1, False), (2, None, True)]
    assert len(daily) == 1
