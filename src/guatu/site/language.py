"""In which language is a page shown?"""

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class SwitchedLanguage(LocaleMiddleware):
    """Chinese unless the reader switched: the browser's own preference is not asked.

    A zone's leadership looks at one wall; it must not change its language with the machine that shows it.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Activates the language of the reader's cookie, else the first language of the site.

        Open pages give strangers no cookie: there the address may say the language.
        """
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        if request.path_info.startswith("/open/"):
            wanted = request.GET.get("language", wanted)
        known = dict(settings.LANGUAGES)
        translation.activate(wanted if wanted in known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()
