"""What the authors of updates answer, and the words a company explains."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("updates", schema=None) as batch_op:
        batch_op.add_column(sa.Column("added", sa.String(), server_default="", nullable=False))

    op.create_table(
        "author_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("update_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_author_answers_by_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_author_answers_company_id_companies"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["update_id"], ["updates.id"], name=op.f("fk_author_answers_update_id_updates"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_author_answers")),
        sa.UniqueConstraint("update_id", "slot", name=op.f("uq_author_answers_update_id_slot")),
    )
    with op.batch_alter_table("author_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_author_answers_company_id"), ["company_id"], unique=False)

    op.create_table(
        "company_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("plain", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_company_terms_by_id_people"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_company_terms_company_id_companies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_terms")),
    )
    with op.batch_alter_table("company_terms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_company_terms_company_id"), ["company_id"], unique=False)
        batch_op.create_index("ix_company_terms_key", ["company_id", "key"], unique=False)


def downgrade() -> None:
    op.drop_table("company_terms")
    op.drop_table("author_answers")
    with op.batch_alter_table("updates", schema=None) as batch_op:
        batch_op.drop_column("added")
