import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0003_grant_view"),
        ("cookie_consent", "0004_cookie_natural_key"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BannerDraft",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("heading", models.CharField(max_length=60, verbose_name="heading")),
                (
                    "sentence",
                    models.CharField(
                        help_text="One plain sentence that says “We use cookies …”.",
                        max_length=200,
                        verbose_name="sentence",
                    ),
                ),
            ],
            options={
                "verbose_name": "banner wording",
                "verbose_name_plural": "banner wording",
            },
        ),
        migrations.CreateModel(
            name="CatalogueVersion",
            fields=[
                (
                    "number",
                    models.PositiveIntegerField(
                        primary_key=True, serialize=False, verbose_name="number"
                    ),
                ),
                ("content", models.JSONField(verbose_name="content")),
                (
                    "material",
                    models.BooleanField(
                        help_text="Who accepted is asked again; who rejected is not.",
                        verbose_name="material",
                    ),
                ),
                (
                    "change_note",
                    models.CharField(
                        help_text="One plain sentence: what changed and why.",
                        max_length=500,
                        verbose_name="change note",
                    ),
                ),
                ("published_at", models.DateTimeField(verbose_name="published at")),
                ("published_by_name", models.CharField(blank=True, max_length=150)),
                ("publisher_salt", models.CharField(max_length=64)),
                ("publisher_seal", models.CharField(max_length=64)),
                ("previous_digest", models.CharField(blank=True, max_length=64)),
                (
                    "digest",
                    models.CharField(
                        max_length=64, unique=True, verbose_name="hash (SHA-256)"
                    ),
                ),
            ],
            options={
                "verbose_name": "catalogue version",
                "verbose_name_plural": "catalogue versions",
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="DraftCategory",
            fields=[
                (
                    "cookiegroup_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="cookie_consent.cookiegroup",
                    ),
                ),
                (
                    "refusing",
                    models.CharField(
                        help_text="A sentence: what works without it, and what does not.",
                        max_length=300,
                        verbose_name="what rejecting means",
                    ),
                ),
                ("purpose", models.CharField(max_length=300, verbose_name="purpose")),
                (
                    "legal_basis",
                    models.CharField(max_length=300, verbose_name="legal basis"),
                ),
            ],
            options={
                "verbose_name": "cookie category",
                "verbose_name_plural": "cookie categories",
            },
            bases=("cookie_consent.cookiegroup",),
        ),
        migrations.CreateModel(
            name="DraftCookie",
            fields=[
                (
                    "cookie_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="cookie_consent.cookie",
                    ),
                ),
                (
                    "provider",
                    models.CharField(
                        blank=True,
                        help_text="Who sets it; empty for this site.",
                        max_length=100,
                        verbose_name="provider",
                    ),
                ),
                (
                    "lifetime",
                    models.CharField(
                        blank=True,
                        help_text="How long it stays; empty where this site's settings say so.",
                        max_length=100,
                        verbose_name="lifetime",
                    ),
                ),
                (
                    "third_party",
                    models.BooleanField(default=False, verbose_name="third party"),
                ),
            ],
            options={
                "verbose_name": "cookie",
                "verbose_name_plural": "cookies",
            },
            bases=("cookie_consent.cookie",),
        ),
        migrations.AddConstraint(
            model_name="bannerdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(("id", 1)), name="banner_draft_is_one_row"
            ),
        ),
        migrations.AddField(
            model_name="catalogueversion",
            name="published_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="published by",
            ),
        ),
        migrations.AddConstraint(
            model_name="catalogueversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)),
                name="catalogue_versions_count_from_1",
                violation_error_message="Catalogue versions count from 1.",
            ),
        ),
        migrations.AddConstraint(
            model_name="catalogueversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("change_note", ""), _negated=True),
                name="catalogue_version_says_what_changed",
                violation_error_message="Say what changed and why.",
            ),
        ),
    ]
