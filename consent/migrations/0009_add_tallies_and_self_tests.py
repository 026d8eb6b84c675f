import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consent", "0008_link_records_to_catalogue")]

    operations = [
        migrations.CreateModel(
            name="SelfTest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "ran_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="ran at"
                    ),
                ),
                ("url", models.URLField(max_length=500, verbose_name="address")),
                ("passed", models.BooleanField(verbose_name="passed")),
                ("findings", models.JSONField(default=list, verbose_name="findings")),
            ],
            options={
                "verbose_name": "self-test",
                "verbose_name_plural": "self-tests",
                "ordering": ["-ran_at"],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("day", models.DateField(verbose_name="day (UTC)")),
                (
                    "catalogue_version",
                    models.PositiveIntegerField(verbose_name="catalogue version"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("accepted", "accepted"),
                            ("rejected", "rejected"),
                            ("mixed", "mixed"),
                            ("withdrawn", "withdrawn"),
                            ("signal", "opted out by signal"),
                            ("unanswered", "shown, no answer"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("count", models.PositiveBigIntegerField(verbose_name="count")),
            ],
            options={
                "verbose_name": "tally",
                "verbose_name_plural": "tallies",
            },
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(
                fields=("day", "catalogue_version", "kind"),
                name="one_tally_per_day_version_and_kind",
            ),
        ),
    ]
