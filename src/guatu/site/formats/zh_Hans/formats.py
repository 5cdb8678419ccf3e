"""How does Chinese write days? 7月8日, without zeros before the figures (GB/T 15835)."""

MONTH_DAY_FORMAT = "n月j日"
