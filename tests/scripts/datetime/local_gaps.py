# Local times around changes of offset: those that no clock shows, and those that it shows twice.
import os, time
from datetime import datetime, timedelta, timezone
for zone in ('Europe/Berlin', 'America/New_York', 'Asia/Tehran', 'Australia/Lord_Howe', 'UTC'):
    os.environ['TZ'] = zone; time.tzset()
    for month, day in ((3, 10), (3, 21), (3, 26), (3, 31), (4, 2), (4, 7), (10, 1), (10, 6), (10, 27), (11, 3)):
        for year in (1978, 2019, 2024):
            for hour in (1, 2, 3):
                d = datetime(year, month, day, hour, 20)
                e = d.replace(fold=1)
                if d.timestamp() != e.timestamp():
                    print(zone, d, d.timestamp(), e.timestamp(), d.astimezone(timezone.utc), e.astimezone(timezone.utc), d.astimezone(), e.astimezone())
