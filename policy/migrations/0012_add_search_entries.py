import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CREATE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE policy_searchindex "
        "USING fts5(heading, body, tokenize = 'ascii')"
    ],
    "postgresql": [
        "CREATE TABLE policy_searchindex (entry_id bigint PRIMARY KEY "
        "REFERENCES policy_searchentry ON DELETE CASCADE "
        "DEFERRABLE INITIALLY DEFERRED, terms tsvector NOT NULL)",
        "CREATE INDEX policy_searchindex_terms ON policy_searchindex USING gin (terms)",
    ],
}


def create_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """See policy.search.index; `prepare` fills it."""
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute("DROP TABLE policy_searchindex")


class Migration(migrations.Migration):
    dependencies = [
        ("policy", "0011_add_notice_period_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
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
                ("kind", models.CharField(max_length=20)),
                ("first", models.PositiveIntegerField()),
                ("last", models.PositiveIntegerField()),
                ("moment", models.DateTimeField(null=True)),
                ("anchor", models.CharField(blank=True, max_length=200)),
                ("language", models.CharField(max_length=20)),
                ("heading", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("heading_words", models.TextField(blank=True)),
                ("body_words", models.TextField(blank=True)),
                ("digest", models.CharField(max_length=64)),
                ("engine", models.PositiveIntegerField()),
                (
                    "policy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="policy.policy",
                    ),
                ),
            ],
            options={
                "verbose_name": "search entry",
                "verbose_name_plural": "search entries",
                "indexes": [
                    models.Index(
                        fields=["policy", "last"], name="search_by_last_version"
                    ),
                    models.Index(fields=["kind", "first"], name="search_by_number"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("policy", "anchor", "first"),
                        name="search_entry_begins_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first__lte", models.F("last"))),
                        name="search_entry_is_a_range",
                    ),
                ],
            },
        ),
        migrations.RunPython(create_index, drop_index),
    ]
