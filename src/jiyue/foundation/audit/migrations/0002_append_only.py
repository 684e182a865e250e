from django.db import migrations

from jiyue.foundation.audit.guards import put_up, take_down


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: put_up(editor.connection),
            lambda apps, editor: take_down(editor.connection),
        )
    ]
