from datetime import date, timedelta

from django.db import migrations, models


def close_inactive(apps, schema_editor):
    account = apps.get_model("people", "Account")
    account.objects.filter(is_active=False).update(last_day=date.today() - timedelta(days=1))


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="last_day",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunPython(close_inactive, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="account",
            name="is_active",
        ),
        migrations.AddField(
            model_name="onetimelink",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="account",
            name="subject",
            field=models.CharField(blank=True, db_index=True, max_length=400),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                condition=models.Q(("subject", ""), _negated=True),
                fields=("subject",),
                name="one_account_per_subject",
            ),
        ),
    ]
