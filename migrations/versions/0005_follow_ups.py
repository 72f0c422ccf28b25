"""Updates that follow or correct a published one, publishing later, and who gets it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("updates", schema=None) as batch_op:
        batch_op.add_column(sa.Column("relation", sa.String(length=40), server_default="own", nullable=False))
        batch_op.add_column(sa.Column("thread", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("follows_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("publish_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("audience", sa.String(), server_default="", nullable=False))
        batch_op.create_foreign_key(
            batch_op.f("fk_updates_follows_id_updates"), "updates", ["follows_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_updates_publish_by_id_people"), "people", ["publish_by_id"], ["id"], ondelete="SET NULL"
        )
    with op.batch_alter_table("announcements", schema=None) as batch_op:
        batch_op.add_column(sa.Column("relation", sa.String(length=40), server_default="own", nullable=False))
        batch_op.add_column(sa.Column("follows_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_announcements_follows_id_announcements"),
            "announcements",
            ["follows_id"],
            ["id"],
            ondelete="CASCADE",
        )
        batch_op.create_index(batch_op.f("ix_announcements_follows_id"), ["follows_id"])


def downgrade() -> None:
    with op.batch_alter_table("announcements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_announcements_follows_id"))
        batch_op.drop_constraint(batch_op.f("fk_announcements_follows_id_announcements"), type_="foreignkey")
        batch_op.drop_column("follows_id")
        batch_op.drop_column("relation")
    with op.batch_alter_table("updates", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_updates_publish_by_id_people"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_updates_follows_id_updates"), type_="foreignkey")
        batch_op.drop_column("audience")
        batch_op.drop_column("publish_by_id")
        batch_op.drop_column("publish_at")
        batch_op.drop_column("thread")
        batch_op.drop_column("follows_id")
        batch_op.drop_column("relation")
