from jiyue.foundation.units.pages import UnitList

urlpatterns = [*UnitList.urls()]
