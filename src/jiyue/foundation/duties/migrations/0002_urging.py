from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField("duty", "urged_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "duty",
            "urged_by",
            models.ForeignKey(
                null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField("duty", "urging", models.CharField(blank=True, max_length=200)),
    ]
