"""A PostgreSQL database with nothing in it."""

import pytest
from sqlalchemy import create_engine, text


@pytest.fixture
def postgres_url(postgres_server):
    url = postgres_server.format("postgres")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url
