from django.db import migrations


def move(apps, schema_editor):
    """Each title in a department becomes a post, each membership a tenure since the account was made."""
    Post, Tenure = apps.get_model("access", "Post"), apps.get_model("access", "Tenure")
    for member in apps.get_model("access", "Membership").objects.order_by("pk").select_related("user"):
        post, made = Post.objects.get_or_create(
            department_id=member.department_id,
            title_zh=member.title_zh,
            defaults={"title_en": member.title_en, "is_leader": member.is_leader},
        )
        if member.is_leader and not post.is_leader:
            post.is_leader = True
            post.save(update_fields=["is_leader"])
        Tenure.objects.create(post=post, person_id=member.user_id, since=member.user.date_joined.date())


class Migration(migrations.Migration):
    dependencies = [("access", "0003_posts_and_leave")]
    operations = [
        migrations.RunPython(move, migrations.RunPython.noop, elidable=True),
        migrations.DeleteModel(name="Membership"),
    ]
