"""Which callable serves the pages?"""

import os

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guatu.site.settings")

# Behind a proxy every request comes from the proxy: what it says of the address counts only if it is named
# here, because anybody can write that header.
_PROXIES = os.environ.get("GUATU_PROXIES", "")

application = get_wsgi_application()
if _PROXIES:
    application = wrap_wsgi_with_proxy_headers(application, trusted_hosts=_PROXIES)
