"""how-to questions, linked pictures, doubts, and what a language model costs"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "model_usage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_usage")),
        sa.UniqueConstraint("company", "day", name=op.f("uq_model_usage_company_day")),
    )
    op.create_table(
        "doubts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("first_cause", sa.String(length=40), nullable=False),
        sa.Column("first_module", sa.String(length=40), nullable=False),
        sa.Column("second_cause", sa.String(length=40), nullable=False),
        sa.Column("second_module", sa.String(length=40), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_doubts_company_id_companies"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name=op.f("fk_doubts_complaint_id_complaints"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doubts")),
        sa.UniqueConstraint("complaint_id", name=op.f("uq_doubts_complaint_id")),
    )
    with op.batch_alter_table("doubts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_doubts_company_id"), ["company_id"], unique=False)

    op.create_table(
        "pictures_linked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_pictures_linked_company_id_companies"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaints.id"],
            name=op.f("fk_pictures_linked_complaint_id_complaints"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_pictures_linked_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pictures_linked")),
    )
    with op.batch_alter_table("pictures_linked", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pictures_linked_company_id"), ["company_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pictures_linked_complaint_id"), ["complaint_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pictures_linked_person_id"), ["person_id"], unique=False)

    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("complaint_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("module", sa.String(length=40), nullable=False),
        sa.Column("impact", sa.String(length=40), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("embedding", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("quoted", sa.String(), nullable=True),
        sa.Column("quoted_from", sa.String(), nullable=True),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_questions_company_id_companies"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name=op.f("fk_questions_complaint_id_complaints"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_questions_person_id_people"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("company_id", "source", name=op.f("uq_questions_company_id_source")),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_questions_company_id"), ["company_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_questions_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_questions_when", ["company_id", "created_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_index("ix_questions_when")
        batch_op.drop_index(batch_op.f("ix_questions_person_id"))
        batch_op.drop_index(batch_op.f("ix_questions_company_id"))

    op.drop_table("questions")
    with op.batch_alter_table("pictures_linked", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pictures_linked_person_id"))
        batch_op.drop_index(batch_op.f("ix_pictures_linked_complaint_id"))
        batch_op.drop_index(batch_op.f("ix_pictures_linked_company_id"))

    op.drop_table("pictures_linked")
    with op.batch_alter_table("doubts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_doubts_company_id"))

    op.drop_table("doubts")
    op.drop_table("model_usage")
