"""How are tables taken in and handed out as files, without harm to us or to whoever opens them?"""
