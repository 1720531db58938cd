"""statistics: averages, spreads, quantiles, the normal distribution."""
import statistics as s, random, pickle
from decimal import Decimal as D; from fractions import Fraction as F
def t(f,*a,**k):
    try: r=f(*a,**k); print(f.__name__, repr(r))
    except BaseException as e: print(f.__name__, type(e).__name__, e)
r=random.Random(5)
sets=[[],[1],[1,2],[1,2,3,4],[1.5,2.25,3],[D("1.1"),D("2.3"),D("2.9")],[F(1,3),F(2,3)],[1,F(1,2)],[D(1),2],[True,False,True],[float('inf'),1],[float('nan'),1.0],[float('inf'),float('-inf')],["a","b"],[r.random() for _ in range(50)],[r.gauss(5,2) for _ in range(51)],[1e300,1e-300,3],[r.randrange(10) for _ in range(40)],[-1,2],[0,1],[1e154,1e155],[D("0.1")]*3,[D("1e-30"),D(2)], range(1,11), [5,5,5]]
for d in sets:
    for f in (s.mean,s.fmean,s.geometric_mean,s.harmonic_mean,s.median,s.median_low,s.median_high,s.median_grouped,s.mode,s.multimode,s.variance,s.pvariance,s.stdev,s.pstdev,s.quantiles): t(f,d)
    for n in (1,2,3,10): t(s.quantiles,d,n=n); t(s.quantiles,d,n=n,method="inclusive")
t(s.quantiles,[1,2],n=0); t(s.quantiles,[1,2],method="x"); t(s.fmean,[1,2],[3,4]); t(s.fmean,[1,2],[0,0]); t(s.fmean,[1,2],[1]); t(s.harmonic_mean,[40,60],weights=[5,30]); t(s.harmonic_mean,[1,2],weights=[1]); t(s.harmonic_mean,[1,2],weights=[-1,2]); t(s.harmonic_mean,["a"]); t(s.harmonic_mean, [D(2),D(3)]);t(s.variance,[1,2,3],2); t(s.pvariance,[1,2,3],2.5); t(s.stdev,[1,2,3],2); t(s.median_grouped,[1,3,3,5,7],2); t(s.median_grouped,["a"]); t(s.mode,"aabbb"); t(s.multimode,"aabbc"); t(s.mean,iter([1,2]))
x=[r.random() for _ in range(30)]; y=[r.random()+a for a in x]
for m in ("linear","ranked"): t(s.correlation,x,y,method=m)
t(s.correlation,x,y,method="z"); t(s.correlation,[1,1],[1,2]); t(s.correlation,[1],[2]); t(s.correlation,[1,2],[1]); t(s.covariance,x,y); t(s.linear_regression,x,y); t(s.linear_regression,x,y,proportional=True); t(s.linear_regression,[1,1],[2,3]); t(s.correlation,[1,2,2,3],[5,3,3,1],method="ranked"); t(s.correlation,[1e300,2e300],[1e300,3e300]); t(s.correlation,[1e-300,2e-300],[1e-300,3e-300])
n=s.NormalDist(100,15); m=s.NormalDist(105,10)
print(n,n.mean,n.median,n.mode,n.stdev,n.variance,hash(n)==hash(s.NormalDist(100,15)),n==m,n+m,n-m,n*2,n/2,-n,+n,5+n,5-n,3*n,n+5,n-5)
for p in (1e-300,1e-20,1e-10,0.001,0.05,0.075,0.3,0.5,0.7,0.95,0.999,1-1e-10): t(n.inv_cdf,p)
for v in (0,50,99.5,100,150,1000): t(n.pdf,v); t(n.cdf,v); t(n.zscore,v)
t(n.overlap,m); t(n.overlap,s.NormalDist(90,15)); t(n.overlap,5); t(n.quantiles); t(n.quantiles,10); t(n.samples,3,seed=5); t(n.inv_cdf,0); t(s.NormalDist,0,-1); t(s.NormalDist(0,0).pdf,1); t(s.NormalDist(0,0).cdf,1); t(s.NormalDist(0,0).zscore,1); t(s.NormalDist(0,0).overlap,n); t(s.NormalDist.from_samples,[1,2,3,4.5]); t(s.NormalDist.from_samples,[1])
for pr in range(6): print(pickle.dumps(n,pr))
print(pickle.loads(pickle.dumps(n)), pickle.dumps(s.linear_regression([1,2],[3,5])))
