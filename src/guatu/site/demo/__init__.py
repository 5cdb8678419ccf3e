"""What is the demonstration zone: which day is it there, who can sign in, and what is worth a first look?

星野经开区 is invented, with its city, people, firms, plans and figures. Loading it is `demo.load.load_demo`;
this module needs no database, so that the command line can print it at any time.
"""

from datetime import date

from guatu.site.demo.zone import PASSWORD, Account, shown_accounts

DEMO_TODAY = date(2019, 7, 18)

ACCOUNTS: tuple[Account, ...] = shown_accounts()

FIRST_LOOKS = (
    ("/wall", "the year's work plan as lights: 47 targets in every state, each with its reason"),
    ("/wall", "click a light: its figures, their papers, and the sentence of the plan it comes from"),
    ("/", "as ducha: a department's plan (产业发展局2019年工作要点) waits for review"),
    (
        "/figures",
        "import src/guatu/site/demo/figures/to_try/foreign-capital-june.csv and see a grey light turn green",
    ),
    ("/figures", "import …/to_try/with-errors.csv: every mistake at once, and a file to correct"),
    (
        "/plans",
        "amend the year's plan with src/guatu/site/demo/plan_2019_amended.txt and read the difference",
    ),
)

__all__ = ["ACCOUNTS", "DEMO_TODAY", "FIRST_LOOKS", "PASSWORD"]
