"""Which rows exist? None for the ORM: the ledger's tables belong to the database's own triggers.

They are made in migrations/0001_initial.py and read with SQL, so no code can write them by accident. Django
tells only applications with this module that the migrations are done, and `apps.py` waits for that.
"""
