"""Who sees reports? The whole house reads them; who drafts them sees templates and wordings."""

from guatu.kernel.access.scopes import Scoping, declare
from guatu.plan.reports.models import Report, ReportFile, ReportNumber, TemplateVersion, Wording

for read in (Report, ReportFile, ReportNumber):
    declare(read, Scoping("reports.view", zone=True))
for kept in (TemplateVersion, Wording):
    declare(kept, Scoping("reports.write", zone=True))
