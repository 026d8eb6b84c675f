import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0003_write_notices_with_drafts"),
        ("policy", "0007_keep_findings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NoticeEnd",
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
                ("ended_at", models.DateTimeField(verbose_name="ended at")),
                (
                    "ended_by_name",
                    models.CharField(
                        editable=False, max_length=150, verbose_name="ended by"
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        help_text="Readers see it on the notice's page.",
                        verbose_name="reason",
                    ),
                ),
            ],
            options={
                "verbose_name": "end of a notice",
                "verbose_name_plural": "ends of notices",
            },
        ),
        migrations.CreateModel(
            name="ShownCount",
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
                    "number",
                    models.PositiveIntegerField(verbose_name="number of the notice"),
                ),
                ("count", models.PositiveBigIntegerField(verbose_name="count")),
            ],
            options={
                "verbose_name": "shown-count",
                "verbose_name_plural": "shown-counts",
            },
        ),
        migrations.AlterModelOptions(
            name="notice",
            options={
                "ordering": ["-shown_from", "-number"],
                "permissions": [
                    ("end_notice", "Can end notices early and supersede them")
                ],
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
            },
        ),
        migrations.AddField(
            model_name="notice",
            name="digest",
            field=models.CharField(
                default="", editable=False, max_length=64, verbose_name="hash (SHA-256)"
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="tag",
            field=models.CharField(
                default="",
                editable=False,
                max_length=300,
                verbose_name="name in the feed",
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="shown_until",
            field=models.DateTimeField(
                help_text="As planned; it can be ended early.",
                verbose_name="shown until",
            ),
        ),
        migrations.AddField(
            model_name="noticeend",
            name="ended_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="noticeend",
            name="notice",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="end",
                to="notices.notice",
                verbose_name="notice",
            ),
        ),
        migrations.AddField(
            model_name="noticeend",
            name="superseded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="supersedes",
                to="notices.notice",
                verbose_name="superseded by",
            ),
        ),
        migrations.AddConstraint(
            model_name="showncount",
            constraint=models.UniqueConstraint(
                fields=("number", "day"), name="one_shown_count_per_notice_and_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="noticeend",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), _negated=True),
                    ("superseded_by__isnull", False),
                    _connector="OR",
                ),
                name="notice_end_has_a_reason",
                violation_error_message="Say why the notice ends early.",
            ),
        ),
    ]
