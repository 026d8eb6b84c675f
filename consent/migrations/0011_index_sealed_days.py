from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0010_grant_catalogue"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="dayseal",
            index=models.Index(fields=["ends_at"], name="sealed_day_by_its_end"),
        ),
    ]
