"""Accounts that were inactive before the last day was kept are closed after it."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone


@pytest.mark.django_db(transaction=True)
def test_inactive_accounts_stay_closed() -> None:
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    executor = MigrationExecutor(connection)
    executor.migrate([("people", "0001_initial")])
    old = executor.loader.project_state([("people", "0001_initial")]).apps
    unit = old.get_model("units", "Unit").objects.create(kind="county", code="1", name="平川县", path="/1/")
    bureau = old.get_model("people", "Organisation").objects.create(name="局", sector="bureau", unit=unit)
    accounts = old.get_model("people", "Account").objects
    accounts.create(username="li", name="李敏", organisation=bureau)
    accounts.create(username="wang", name="王芳", organisation=bureau, is_active=False)
    executor = MigrationExecutor(connection)
    executor.migrate(leaves)
    new = executor.loader.project_state(leaves).apps.get_model("people", "Account").objects
    assert new.get(username="li").last_day is None
    assert new.get(username="wang").last_day < timezone.localdate()
    assert {a.username for a in new.all()} == {"li", "wang"}
