"""No time at all is one object, whatever made it; of subclasses it is not."""
import datetime as d, pickle
t=d.timedelta
z=t(0)
print(t(0) is z, t(hours=0) is z, t() is z, t(1)-t(1) is z, t(1)*0 is z, pickle.loads(pickle.dumps(z)) is z, abs(z) is z, -z is z, d.datetime(1,1,1)-d.datetime(1,1,1) is z, d.timezone.utc.utcoffset(None) is z, t(5)//7 is z, t(1)%t(1) is z, divmod(t(1),t(1))[1] is z, +z is z, z+z is z, z/2 is z)
class S(t): pass
print(S(0) is S(0), type(S(0)-S(0)), (S(0)-S(0)) is z)
print(t(1) is t(1), t.max is t.max, d.timezone(t(0),'z').utcoffset(None) is z, d.timezone(S(0),'z').utcoffset(None))
print(d.timezone(t(0)) is d.timezone.utc, d.timezone.__new__(d.timezone,t(0)) is d.timezone.utc, d.UTC is d.timezone.utc, d.date(2020,1,1)-d.date(2020,1,1) is z)
