import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consent", "0007_fill_consent_records")]

    operations = [
        migrations.AlterField(
            model_name="consentrecord",
            name="catalogue_version",
            field=models.ForeignKey(
                db_column="catalogue_version",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="consent.catalogueversion",
                verbose_name="catalogue version",
            ),
        ),
        migrations.AddConstraint(
            model_name="consentrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["banner", "page", "sign-in"])),
                name="consent_record_source_is_known",
                violation_error_message="Say where the person was asked.",
            ),
        ),
        migrations.AddConstraint(
            model_name="consentrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("keep_until__gt", models.F("chosen_at"))),
                name="consent_record_is_kept_for_a_while",
                violation_error_message="A consent record is kept for a while.",
            ),
        ),
    ]
