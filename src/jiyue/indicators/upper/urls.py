from django.urls import path

from jiyue.indicators.upper.pages import fills, reconciling, tables

RECONCILIATIONS = "indicators/upper/reconciliations/"
TABLE = "indicators/upper/tables/<int:pk>/"
urlpatterns = [
    *tables.TableList.urls(),
    path("indicators/upper/tables/add", tables.add, name="upper-table-add"),
    path(TABLE, tables.table, name="upper-table"),
    path(f"{TABLE}workbook", tables.file, name="upper-table-file"),
    path(f"{TABLE}bind", tables.bind, name="upper-table-bind"),
    path(f"{TABLE}fill", tables.fill, name="upper-table-fill"),
    path(f"{TABLE}retire", tables.retire, name="upper-table-retire"),
    path("indicators/upper/cells/<int:pk>/free", tables.free, name="upper-cell-free"),
    *fills.FillList.urls(),
    *fills.Filled.urls(),
    path("indicators/upper/fills/<int:pk>/workbook", fills.file, name="upper-fill-file"),
    *reconciling.ReconciliationList.urls(),
    path(f"{RECONCILIATIONS}load", reconciling.load, name="reconciliation-load"),
    *reconciling.Lines.urls(),
    path(f"{RECONCILIATIONS}<int:pk>/columns", reconciling.columns, name="reconciliation-columns"),
    path("indicators/upper/lines/<int:pk>/explain", reconciling.explain, name="line-explain"),
]
