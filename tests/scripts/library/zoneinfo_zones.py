"""Time zones: offsets, folds, moments and pickles."""
import zoneinfo,datetime,random,pickle
random.seed(4)
Z=zoneinfo.ZoneInfo
D=datetime.datetime
for k in ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Europe/Dublin', 'UTC', 'America/St_Johns', 'Etc/GMT+5']:
    z=Z(k); print(k,z,pickle.dumps(z,4),pickle.loads(pickle.dumps(z)) is z, z.utcoffset(None), z.tzname(None))
    for i in range(15):
        ts=random.randrange(-3000000000, 5000000000)
        d=D(1970,1,1)+datetime.timedelta(seconds=ts)
        for f in (0,1):
            e=d.replace(tzinfo=z,fold=f); print(e.utcoffset(),e.dst(),e.tzname(), end=' ')
        u=d.replace(tzinfo=datetime.timezone.utc).astimezone(z); print(u,u.fold)
    for y in (2024, 2060):
        d=D(y,1,1,0,30,tzinfo=datetime.timezone.utc)
        for h in range(7, 366 * 24, 131):
            u=(d+datetime.timedelta(hours=h)).astimezone(z)
            if u.fold or u.utcoffset()!=(u-datetime.timedelta(hours=3)).utcoffset(): print(u,u.fold,u.replace(fold=1-u.fold).utcoffset())
import io


def t(f):
    try:
        print(repr(f()).split(" at 0x")[0])
    except Exception as e:
        print(type(e).__name__, e)


z = Z("Europe/Berlin")
for protocol in range(6):
    print(pickle.dumps(z, protocol), pickle.dumps(D(2020, 7, 1, tzinfo=z), protocol), pickle.dumps(Z.no_cache("UTC"), protocol))
for k in ["Nope/Zone", "../x", "/etc/passwd", "a/../b", "", 3, "Europe", "Europe/Berlin/"]:
    t(lambda: Z(k))
with open("/usr/share/zoneinfo/Europe/Berlin", "rb") as file:
    f = Z.from_file(file)
    print(repr(f), f.key, f.utcoffset(D(2020, 1, 1)))
    t(lambda: pickle.dumps(f))
t(lambda: Z.from_file(io.BytesIO(b"junk")))
t(lambda: z.fromutc(3))
t(lambda: z.fromutc(D(2020, 1, 1)))
t(lambda: zoneinfo.reset_tzpath(["relative"]))
t(lambda: zoneinfo.reset_tzpath("x"))
t(lambda: "Europe/Berlin" in zoneinfo.available_timezones())
print(Z("Europe/Berlin") is z, Z.no_cache("Europe/Berlin") is z, Z.clear_cache(only_keys=["Europe/Berlin"]), Z("Europe/Berlin") is z)
print(zoneinfo.ZoneInfoNotFoundError.__mro__[1], zoneinfo.TZPATH)
