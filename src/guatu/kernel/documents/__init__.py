"""Which papers belong to which record, taken in by content, kept by hash, shown without being run?"""
