import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consent", "0005_publish_first_catalogue")]

    operations = [
        migrations.CreateModel(
            name="ConsentSubject",
            fields=[
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="subject",
                        serialize=False,
                        to="consent.consentrecord",
                    ),
                ),
                ("subject_hash", models.CharField(db_index=True, max_length=64)),
            ],
            options={
                "verbose_name": "subject of a consent record",
                "verbose_name_plural": "subjects of consent records",
            },
        ),
        migrations.CreateModel(
            name="DaySeal",
            fields=[
                (
                    "day",
                    models.DateField(
                        primary_key=True, serialize=False, verbose_name="day (UTC)"
                    ),
                ),
                ("begins_at", models.DateTimeField(verbose_name="begins at")),
                ("ends_at", models.DateTimeField(verbose_name="ends at")),
                ("records", models.PositiveIntegerField(verbose_name="records")),
                (
                    "records_digest",
                    models.CharField(max_length=64, verbose_name="hash of the records"),
                ),
                ("keep_until", models.DateTimeField(verbose_name="keep until")),
                ("sealed_at", models.DateTimeField(verbose_name="sealed at")),
                ("previous_digest", models.CharField(blank=True, max_length=64)),
                (
                    "digest",
                    models.CharField(
                        max_length=64, unique=True, verbose_name="hash (SHA-256)"
                    ),
                ),
            ],
            options={
                "verbose_name": "sealed day",
                "verbose_name_plural": "sealed days",
                "ordering": ["-day"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="consentrecord",
            name="consent_record_source_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="consentrecord",
            name="consent_record_has_a_catalogue",
        ),
        migrations.AddField(
            model_name="consentrecord",
            name="effective_analytics",
            field=models.BooleanField(
                default=False, verbose_name="analytics in effect"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="consentrecord",
            name="effective_authentication",
            field=models.BooleanField(
                default=False, verbose_name="authentication in effect"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="consentrecord",
            name="effective_consent",
            field=models.BooleanField(default=False, verbose_name="consent in effect"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="consentrecord",
            name="effective_status",
            field=models.BooleanField(default=False, verbose_name="status in effect"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="consentrecord",
            name="keep_until",
            field=models.DateTimeField(
                default=django.utils.timezone.now, verbose_name="keep until"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="consentrecord",
            name="withdraws",
            field=models.BooleanField(
                default=False,
                help_text="Takes back an earlier acceptance.",
                verbose_name="withdraws",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="consentrecord",
            name="source",
            field=models.CharField(
                choices=[
                    ("banner", "banner"),
                    ("page", "cookie choices page"),
                    ("sign-in", "sign-in page"),
                ],
                max_length=10,
                verbose_name="source",
            ),
        ),
    ]
