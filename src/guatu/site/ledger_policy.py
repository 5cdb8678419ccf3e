"""What of the product does not enter the ledger as it is, and why? A short list, reviewed."""

from guatu.kernel.ledger.tables import Policy

POLICY = Policy(
    unledgered={
        "access_vouching_key": "a key that no role of ours reads; made from the installation's secret key",
        "django_migrations": "says which migrations ran; what they change enters as changes of the tables",
        "django_content_type": "a copy of the models' names, made again by every migration",
        "django_session": "sign-ins that still last, by a secret; who signed in is an action of its own",
        "signing_in_remembered": "counts of attempts, forgotten within the hour; each failure is an action",
        "auth_permission": "made by migrations from the models' names; rights are roles here, kept in code",
        "api_keptanswer": "kept for a week, for posts that come twice; what a post did is ledgered",
        "burden_tally": "sums of what was typed, made from writes that are ledgered themselves",
        "auth_group_permissions": "unused: rights are roles here, kept in code",
        "auth_user_user_permissions": "unused: rights are roles here, kept in code",
        "documents_filereading": "what files say, read from them at any time; their hashes are ledgered",
        "measures_touch": "what is to be formed anew, noted by triggers of writes that are ledgered",
        "measures_fillstate": "how far numbers are formed; formed again from the records at any time",
        "notifying_notice": "tells people of writes that are ledgered themselves; when it was seen is theirs",
        "procrastinate_jobs": "what waits to be done; what a job does enters under its own action",
        "procrastinate_events": "when a job was queued, begun and ended; deleted with it",
        "procrastinate_periodic_defers": "which moments of a repeated job were queued already",
        "procrastinate_workers": "which processes work on jobs now, by their heartbeats",
    },
    fingerprinted={
        # Letters hold links that open an account; the fingerprint proves what was written.
        "mail_letter": ("body", "html"),
        # Kept whole beside it, never altered, and long: the fingerprint is enough to prove the text.
        "plan_plandocument": ("text",),
        "plan_plan": ("reading",),
        # Kept whole beside it and never altered: the fingerprint proves what a report said.
        "reports_report": ("content",),
        "reports_reportfile": ("content",),
        "reports_templateversion": ("content",),
        "statistics_figureimport": ("rows", "problems"),
        "registry_recordimport": ("rows", "problems", "changes"),
        # What single firms report: salted, so that a fingerprint tells nothing of the amounts.
        "statistics_return": ("content",),
        "statistics_returnedfiling": ("content",),
        "statistics_returnimport": ("outcome",),
        # Derived from other fields, for searching.
        "enterprises_enterprise": ("search_text",),
        "api_key": ("fingerprint",),
        # A password's hash is no secret of the person's, but nobody needs it in an export.
        "auth_user": ("password",),
        "signing_in_oldpassword": ("password",),
        "signing_in_signin": ("session_key",),  # whoever has it is signed in
        # Secrets of second factors, encrypted in the table; public keys of security keys, long.
        "mfa_authenticator": ("data",),
        # What else was sent with a wrong password.
        "axes_accessattempt": ("get_data", "post_data", "http_accept"),
        # Unused: the identity provider is set up by the environment, its tokens are not kept.
        "socialaccount_socialapp": ("secret", "key", "settings"),
        "socialaccount_socialtoken": ("token", "token_secret"),
        "account_emailconfirmation": ("key",),
    },
    # Whose account a row is about, where what is personal in it is that person's own.
    of_account={
        "auth_user": "id",
        "account_emailaddress": "user_id",
        "socialaccount_socialaccount": "user_id",
        "access_reading": "person_id",
        "signing_in_signin": "user_id",
    },
    personal={
        "access_reading": ("address",),
        "mail_letter": ("recipient", "subject", "answer"),
        "auth_user": ("first_name", "last_name", "email"),
        "signing_in_signin": ("address", "device"),
        "axes_accessattempt": ("username", "ip_address", "user_agent"),
        "socialaccount_socialaccount": ("uid", "extra_data"),
        "account_emailaddress": ("email",),
        "enterprises_enterprise": ("legal_representative",),
        "enterprises_contact": ("name", "phone", "email"),
        # A paper is often called by the person whom it is about.
        "documents_document": ("title", "search_text"),
        "documents_documentversion": ("name",),
        # What a mail server answers names the person who was written to.
        "jobs_failure": ("reason", "traceback"),
    },
)
