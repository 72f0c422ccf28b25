"""Teams: how its conversations and people are reached."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "teams_accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("entra", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("service_url", sa.String(), nullable=False),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_teams_accounts_company_id_companies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams_accounts")),
        sa.UniqueConstraint("tenant", "account", name=op.f("uq_teams_accounts_tenant_account")),
    )
    with op.batch_alter_table("teams_accounts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_teams_accounts_company_id"), ["company_id"], unique=False)
        batch_op.create_index("ix_teams_accounts_entra", ["tenant", "entra"], unique=False)

    op.create_table(
        "teams_conversations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("service_url", sa.String(), nullable=False),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["companies.id"],
            name=op.f("fk_teams_conversations_company_id_companies"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams_conversations")),
        sa.UniqueConstraint("tenant", "conversation", name=op.f("uq_teams_conversations_tenant_conversation")),
    )
    with op.batch_alter_table("teams_conversations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_teams_conversations_company_id"), ["company_id"], unique=False)
        batch_op.create_index("ix_teams_conversations_person", ["tenant", "person"], unique=False)
        batch_op.create_index("ix_teams_conversations_team", ["tenant", "team"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("teams_conversations", schema=None) as batch_op:
        batch_op.drop_index("ix_teams_conversations_team")
        batch_op.drop_index("ix_teams_conversations_person")
        batch_op.drop_index(batch_op.f("ix_teams_conversations_company_id"))

    op.drop_table("teams_conversations")
    with op.batch_alter_table("teams_accounts", schema=None) as batch_op:
        batch_op.drop_index("ix_teams_accounts_entra")
        batch_op.drop_index(batch_op.f("ix_teams_accounts_company_id"))

    op.drop_table("teams_accounts")
