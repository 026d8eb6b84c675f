import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consent", "0011_index_sealed_days")]

    operations = [
        migrations.AlterField(
            model_name="consentrecord",
            name="catalogue_version",
            field=models.ForeignKey(
                db_column="catalogue_version",
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="consent.catalogueversion",
                verbose_name="catalogue version",
            ),
        ),
        migrations.AddIndex(
            model_name="consentrecord",
            index=models.Index(
                fields=["catalogue_version", "-chosen_at"],
                name="consent_record_by_catalogue",
            ),
        ),
        migrations.AddIndex(
            model_name="consentrecord",
            index=models.Index(
                condition=models.Q(("signal", True)),
                fields=["-chosen_at"],
                name="consent_record_under_signal",
            ),
        ),
        migrations.AddIndex(
            model_name="consentrecord",
            index=models.Index(
                condition=models.Q(("withdraws", True)),
                fields=["-chosen_at"],
                name="consent_record_withdraws",
            ),
        ),
        migrations.AddIndex(
            model_name="consentrecord",
            index=models.Index(
                condition=models.Q(("requested_authentication", False)),
                fields=["-chosen_at"],
                name="consent_record_no_sign_in",
            ),
        ),
        migrations.AddIndex(
            model_name="consentrecord",
            index=models.Index(
                condition=models.Q(("requested_status", False)),
                fields=["-chosen_at"],
                name="consent_record_no_status",
            ),
        ),
        migrations.AddIndex(
            model_name="consentrecord",
            index=models.Index(
                condition=models.Q(("requested_consent", False)),
                fields=["-chosen_at"],
                name="consent_record_not_remembered",
            ),
        ),
    ]
