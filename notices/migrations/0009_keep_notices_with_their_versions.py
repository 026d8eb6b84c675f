import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0008_let_staff_count_subscriptions"),
        ("policy", "0009_grant_withholding"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EndConfirmation",
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
                ("confirmed_at", models.DateTimeField(verbose_name="confirmed at")),
                (
                    "confirmed_by_name",
                    models.CharField(
                        editable=False, max_length=150, verbose_name="confirmed by"
                    ),
                ),
            ],
            options={
                "verbose_name": "confirmation of a superseding notice",
                "verbose_name_plural": "confirmations of superseding notices",
            },
        ),
        migrations.AddField(
            model_name="notice",
            name="posted_with_version",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Approved with the version, or superseding one that was.",
                verbose_name="posted with its version",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("posted_with_version", False),
                    ("version__isnull", False),
                    _connector="OR",
                ),
                name="notice_posted_with_a_version_names_it",
                violation_error_message="Name the version that it is about.",
            ),
        ),
        migrations.AddField(
            model_name="endconfirmation",
            name="confirmed_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="endconfirmation",
            name="end",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="confirmation",
                to="notices.noticeend",
                verbose_name="end of a notice",
            ),
        ),
    ]
