"""Where Alembic is told which connection to migrate on: the one the database was opened with."""

from alembic import context

from rolecheck.host.database import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
