"""Themes get an owner's promise, a trail, a goal; the loop gets its reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bursts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=40), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_bursts_company_id_companies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bursts")),
    )
    with op.batch_alter_table("bursts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bursts_company_id"), ["company_id"], unique=False)

    op.create_table(
        "goals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_goals_company_id_companies"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_goals_recorded_by_id_people"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goals")),
    )
    with op.batch_alter_table("goals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goals_company_id"), ["company_id"], unique=False)

    op.create_table(
        "inquiries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("thread", sa.String(), nullable=True),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["people.id"], name=op.f("fk_inquiries_asker_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_inquiries_company_id_companies"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name=op.f("fk_inquiries_complaint_id_complaints"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name=op.f("fk_inquiries_place_id_places"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiries")),
    )
    with op.batch_alter_table("inquiries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inquiries_asker_id"), ["asker_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inquiries_company_id"), ["company_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inquiries_complaint_id"), ["complaint_id"], unique=False)

    op.create_table(
        "theme_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_theme_events_company_id_companies"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaints.id"],
            name=op.f("fk_theme_events_complaint_id_complaints"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_theme_events_person_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["themes.id"], name=op.f("fk_theme_events_theme_id_themes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_events")),
    )
    with op.batch_alter_table("theme_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_theme_events_company_id"), ["company_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_theme_events_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_theme_events_theme_id"), ["theme_id"], unique=False)

    with op.batch_alter_table("companies", schema=None) as batch_op:
        batch_op.add_column(sa.Column("theme_revision", sa.Integer(), server_default="0", nullable=False))

    with op.batch_alter_table("complaints", schema=None) as batch_op:
        batch_op.add_column(sa.Column("profile", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("minutes_lost", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("asked_again_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("themes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("named", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("profile", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("it_cause", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("workaround", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("goal_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("in_progress_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("last_word_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_themes_revision", ["company_id", "revision"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_themes_merged_into_id_themes"), "themes", ["merged_into_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_themes_goal_id_goals"), "goals", ["goal_id"], ["id"], ondelete="SET NULL"
        )

    # Until now a closed complaint was one that its reporter had taken back.
    op.execute("UPDATE complaints SET withdrawn_at = created_at WHERE state = 'closed'")
    # The daily look at promises and silence makes its next appointment itself; companies that exist need their first.
    op.execute(
        "INSERT INTO appointments (company_id, kind, subject, occurrence, at) "
        "SELECT id, 'loop.daily', 'company', 'first', CURRENT_TIMESTAMP FROM companies"
    )


def downgrade() -> None:
    op.execute("DELETE FROM appointments WHERE kind = 'loop.daily'")
    with op.batch_alter_table("themes", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_themes_goal_id_goals"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_themes_merged_into_id_themes"), type_="foreignkey")
        batch_op.drop_index("ix_themes_revision")
        batch_op.drop_column("last_word_at")
        batch_op.drop_column("in_progress_at")
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("goal_id")
        batch_op.drop_column("workaround")
        batch_op.drop_column("revision")
        batch_op.drop_column("it_cause")
        batch_op.drop_column("profile")
        batch_op.drop_column("named")

    with op.batch_alter_table("complaints", schema=None) as batch_op:
        batch_op.drop_column("withdrawn_at")
        batch_op.drop_column("asked_again_at")
        batch_op.drop_column("asked_at")
        batch_op.drop_column("minutes_lost")
        batch_op.drop_column("profile")

    with op.batch_alter_table("companies", schema=None) as batch_op:
        batch_op.drop_column("theme_revision")

    with op.batch_alter_table("theme_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_theme_events_theme_id"))
        batch_op.drop_index(batch_op.f("ix_theme_events_person_id"))
        batch_op.drop_index(batch_op.f("ix_theme_events_company_id"))

    op.drop_table("theme_events")
    with op.batch_alter_table("inquiries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inquiries_complaint_id"))
        batch_op.drop_index(batch_op.f("ix_inquiries_company_id"))
        batch_op.drop_index(batch_op.f("ix_inquiries_asker_id"))

    op.drop_table("inquiries")
    with op.batch_alter_table("goals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_goals_company_id"))

    op.drop_table("goals")
    with op.batch_alter_table("bursts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bursts_company_id"))

    op.drop_table("bursts")
